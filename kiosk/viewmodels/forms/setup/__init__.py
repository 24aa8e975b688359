"""The set-up of a ward, by touch, in at most ten minutes; and the same pages for changing it later."""
