"""The sheet of numbers by group: now, over time, the gap, how complete, the table, the goal, and what it all is."""
