"""What a board shows and where: the schema and the loader of `board_layouts/*.toml`."""
