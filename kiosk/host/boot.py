"""Which run of the machine this is: clocks are only comparable within one."""

from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

KERNEL_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def boot_id(kernel: Path = KERNEL_BOOT_ID) -> str:
    """Return the id of this run of the machine, or of this process where the machine has none.

    Args:
        kernel: where Linux says it.
    """
    try:
        return str(UUID(kernel.read_text(encoding="ascii").strip()))
    except (OSError, ValueError):
        return _of_this_process()


@cache
def _of_this_process() -> str:
    return str(uuid4())
