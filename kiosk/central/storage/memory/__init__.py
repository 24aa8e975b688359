"""The storage that keeps its promises in memory: for tests, simulations, and nothing that matters."""
