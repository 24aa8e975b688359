"""Charts painted from chart view-models, and the lettering that they share with the tiles."""
