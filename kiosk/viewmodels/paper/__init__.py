"""What stands on paper: one page about a metric, and the equity action plan; no Qt, released values only."""
