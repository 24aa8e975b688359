"""A believable hospital of five boards and two years, made from a seed: for trying, for pictures, for tests."""
