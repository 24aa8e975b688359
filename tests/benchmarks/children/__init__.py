"""The processes that are measured: the real board under a watch, and the bare floors beside it."""
