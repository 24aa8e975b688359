"""`python -m kiosk.central`: the same as `huddle-central`."""

import sys

from kiosk.central.cli import main

if __name__ == "__main__":
    sys.exit(main())
