"""The machine a board runs on: clock, entropy, paths, resources, single instance, logs."""
