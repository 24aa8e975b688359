"""Each run of the machine has one id."""

from pathlib import Path
from uuid import UUID

from kiosk.host.boot import boot_id


def test_the_boot_is_the_kernels_where_it_says_so(tmp_path: Path) -> None:
    said = tmp_path / "boot_id"
    said.write_text("2c6f8f3e-9b5e-4c39-8f0a-0b4d6a5c9a11\n")
    assert boot_id(said) == "2c6f8f3e-9b5e-4c39-8f0a-0b4d6a5c9a11"


def test_a_machine_that_does_not_say_has_one_id_for_each_process(tmp_path: Path) -> None:
    nonsense = tmp_path / "boot_id"
    nonsense.write_text("soon")
    one = boot_id(tmp_path / "missing")
    assert UUID(one)
    assert boot_id(nonsense) == one
