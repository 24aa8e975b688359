"""The pieces that sheets and the board are made of; each draws one value and reports touches."""
