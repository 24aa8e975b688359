"""Qt: draws view-models and reports touches."""
