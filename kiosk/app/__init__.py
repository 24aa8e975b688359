"""The composition root of the wall display: the only package that knows every layer."""
