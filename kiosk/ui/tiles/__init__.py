"""Tiles of the board: each draws one view-model and reports a touch on itself."""
