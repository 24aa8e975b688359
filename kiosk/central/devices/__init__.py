"""The boards that belong to central: their keys, codes, tokens, how they are, and who let them in."""
