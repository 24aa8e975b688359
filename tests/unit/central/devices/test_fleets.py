"""The fleet's list is read as spreadsheets write it; a line that cannot be is named."""

import pytest

from kiosk.central.devices.fleets import FleetRow, read_fleet
from kiosk.domain.errors import KioskError


def test_a_list_is_read_as_a_spreadsheet_saves_it() -> None:
    text = "\ufeffHostname, Unit ,layout\r\nPC-0417.hospital.example, Ward 7 ,ward_sqcdp\r\npc-2,Ward 8,\r\n"

    assert read_fleet(text) == [
        FleetRow(2, "pc-0417", "Ward 7", "ward_sqcdp"),
        FleetRow(3, "pc-2", "Ward 8", ""),
    ]


def test_a_list_may_leave_the_layouts_out() -> None:
    assert read_fleet("unit,hostname\nWard 7,a\n") == [FleetRow(2, "a", "Ward 7", "")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "first line"),
        ("hostname;unit\na;b\n", "first line"),
        ("hostname,unit\n,Ward 7\n", "Line 2: the hostname"),
        ("hostname,unit\n" + "x" * 256 + ",Ward 7\n", "Line 2: the hostname"),
        ("hostname,unit\na,\n", "Line 2: the unit"),
        ("hostname,unit\na\n", "Line 2: the unit"),
        ("hostname,unit\na,Ward 7\nA.example,Ward 8\n", "Line 3: this PC is in line 2"),
    ],
)
def test_a_line_that_cannot_be_is_named(text: str, said: str) -> None:
    with pytest.raises(KioskError, match=said):
        read_fleet(text)
