"""What stands behind the PIN: the unit, its closed days, its people, the layout, practice, leaving."""
