"""The machine's time zone, by its IANA name."""


def machine_zone() -> str:
    """Return the IANA name of the machine's time zone; UTC where the machine does not say."""
    from tzlocal import get_localzone_name  # noqa: PLC0415 - only a first set-up asks

    try:
        return get_localzone_name() or "UTC"
    except (LookupError, OSError, ValueError):
        return "UTC"
