"""The composition root of the wall display: the only package that knows every layer."""

from kiosk.app.start import run

__all__ = ["run"]
