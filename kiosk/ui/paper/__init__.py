"""Pages of paper, drawn as vectors with the wall's own painters into PDF files that are the same each time."""
