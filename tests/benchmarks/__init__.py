"""`make bench`: what the board costs, as ratios to bare floors measured in the same run; never part of the tests."""
