"""What was read becomes tables by split and node, parted into families that are published together."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kiosk.analytics.publishing.profiles import CMS, NHS_SUB_NATIONAL
from kiosk.analytics.publishing.tables import Count
from kiosk.domain.releases import GroupRole, Level
from kiosk.interchange.map_nodes import Profile
from kiosk.interchange.raw_tables import Family, families, privacy_profile
from kiosk.interchange.reading import read_figures
from kiosk.interchange.refusals import FiguresRefusedError
from tests.unit.interchange.figure_files import LANGUAGES, figure_map, write

JULY = date(2026, 7, 1)
HEADER = "month,ward,group,sex,num,den"
SEXES: Mapping[str, Any] = {
    "column": "sex",
    "stratifier": "sex",
    "labels": {"f": "Women", "m": "Men"},
}
WARDS: Mapping[str, Any] = {
    "column": "ward",
    "named": {
        "MED": {"level": "service", "title": "Medicine"},
        "7E": {"parent": "MED"},
        "8W": {"parent": "MED"},
        "ED": {"predecessors": ["AAU"]},
        "AAU": {},
        "10N": {},
    },
}


def read(folder: Path, rows: Sequence[str], **changes: Any) -> tuple[Family, ...]:
    mapped = figure_map(**changes)
    return families(read_figures(write(folder, rows, HEADER), mapped), mapped)


def counts(family: Family, table: int = 0) -> dict[tuple[str, str | None], Count]:
    """The counts of July, by node and group."""
    found = family.tables[table].counts
    return {(node, group): one for (node, month, group), one in found.items() if month == JULY}


def test_nodes_are_parted_into_those_that_have_to_do_with_each_other(tmp_path: Path) -> None:
    rows = [f"2026-07-01,{ward},en,f,40,52" for ward in ("7E", "8W", "ED", "AAU", "10N")]

    found = read(tmp_path, rows, nodes=WARDS)

    assert [sorted(family.codes) for family in found] == [
        ["7E", "8W", "MED"],
        ["AAU", "ED"],
        ["10N"],
    ]
    medicine = found[0].nodes[0]
    assert (medicine.code, medicine.level, medicine.title) == ("MED", Level.SERVICE, "Medicine")
    assert set(counts(found[0])) == {("7E", "English"), ("8W", "English")}


def test_nodes_that_are_found_stand_alone_under_their_codes(tmp_path: Path) -> None:
    rows = [f"2026-07-01,{ward},en,f,40,52" for ward in ("R1H", "RF4")]

    found = read(tmp_path, rows, nodes={"column": "ward", "list": "found", "level": "hospital"})

    assert [(family.nodes[0].title, family.nodes[0].level) for family in found] == [
        ("R1H", Level.HOSPITAL),
        ("RF4", Level.HOSPITAL),
    ]


def test_nodes_that_are_found_may_all_be_parts_of_one_that_is_named(tmp_path: Path) -> None:
    rows = [f"2026-07-01,{ward},en,f,40,52" for ward in ("7E", "8W")]
    nodes = {
        "column": "ward",
        "list": "found",
        "parent": "MED",
        "named": {"MED": {"level": "service"}},
    }

    (family,) = read(tmp_path, rows, nodes=nodes)

    assert [(node.code, node.parent) for node in family.nodes] == [
        ("MED", None),
        ("7E", "MED"),
        ("8W", "MED"),
    ]


def test_a_ward_that_the_map_does_not_name_is_a_bad_row(tmp_path: Path) -> None:
    with pytest.raises(FiguresRefusedError) as refused:
        read(tmp_path, ["2026-07-01,7e,en,f,40,52"], nodes=WARDS)

    assert 'figures.csv:2: ward "7e" is not a node that the map names: "MED", "7E"' in str(
        refused.value
    )


def test_a_row_counts_in_every_split_of_a_crossed_file(tmp_path: Path) -> None:
    rows = [
        "2026-07-01,x,en,f,10,20",
        "2026-07-01,x,en,m,11,21",
        "2026-07-01,x,es,f,12,22",
    ]

    (family,) = read(tmp_path, rows, groups=None, splits=[LANGUAGES, SEXES])

    assert counts(family, 0) == {("", "English"): Count(21, 41), ("", "Spanish"): Count(12, 22)}
    assert counts(family, 1) == {("", "Women"): Count(22, 42), ("", "Men"): Count(11, 21)}


def test_a_cell_of_a_crossed_file_may_stand_there_once(tmp_path: Path) -> None:
    rows = ["2026-07-01,x,en,f,10,20", "2026-07-01,x,en,f,11,21"]

    with pytest.raises(FiguresRefusedError, match="stand in line 2"):
        read(tmp_path, rows, groups=None, splits=[LANGUAGES, SEXES])


def test_rows_of_everyone_stand_beside_rows_of_one_group_at_a_time(tmp_path: Path) -> None:
    splits = [{**LANGUAGES, "total": "all"}, {**SEXES, "total": "all"}]
    rows = [
        "2026-07-01,x,all,all,50,90",
        "2026-07-01,x,en,all,30,50",
        "2026-07-01,x,all,f,20,40",
    ]

    (family,) = read(tmp_path, rows, groups=None, splits=splits)

    assert counts(family, 0) == {("", None): Count(50, 90), ("", "English"): Count(30, 50)}
    assert counts(family, 1) == {("", None): Count(50, 90), ("", "Women"): Count(20, 40)}
    split = family.tables[0].split
    assert split is not None
    assert split.total_given


def test_a_row_of_two_groups_beside_rows_of_everyone_is_refused(tmp_path: Path) -> None:
    splits = [{**LANGUAGES, "total": "all"}, {**SEXES, "total": "all"}]

    with pytest.raises(FiguresRefusedError) as refused:
        read(tmp_path, ["2026-07-01,x,en,f,30,50"], groups=None, splits=splits)

    assert 'it is by "language" and "sex" at once' in str(refused.value)


def test_splits_that_stand_one_under_another_each_take_their_own_rows(tmp_path: Path) -> None:
    splits = [
        {**LANGUAGES, "where": {"ward": "by language"}, "total": ""},
        {**SEXES, "column": "group", "where": {"ward": "by sex"}, "total": ""},
    ]
    rows = [
        "2026-07-01,by language,en,,10,20",
        "2026-07-01,by language,,,50,90",
        "2026-07-01,by sex,f,,11,21",
        "2026-07-01,by payer,private,,12,22",
    ]

    (family,) = read(tmp_path, rows, groups=None, splits=splits)

    assert counts(family, 0) == {("", "English"): Count(10, 20), ("", None): Count(50, 90)}
    assert counts(family, 1) == {("", "Women"): Count(11, 21)}


def test_what_is_no_group_of_people_keeps_its_role(tmp_path: Path) -> None:
    labels = {"en": "English", "": "Not written down", "99": "Declined"}
    groups = {**LANGUAGES, "labels": labels, "roles": {"": "missing", "99": "declined"}}

    (family,) = read(tmp_path, ["2026-07-01,x,en,f,10,20", "2026-07-01,x,,f,11,21"], groups=groups)

    split = family.tables[0].split
    assert split is not None
    assert split.groups == ("English", "Not written down")
    assert split.roles == {"Not written down": GroupRole.MISSING}


def test_a_file_without_nodes_is_about_the_board_of_the_map(tmp_path: Path) -> None:
    rows = ["2026-07-01,x,en,f,10,20"]

    (family,) = read(tmp_path, rows, board="7E", scope="Medicine service")

    assert family.codes == {"7E"}
    assert family.tables[0].scope == "Medicine service"
    assert set(counts(family)) == {("7E", "English")}


def test_profiles_are_found_by_name_or_made_of_a_hospitals_own_numbers() -> None:
    assert privacy_profile(Profile(name="CMS")) == CMS
    assert privacy_profile(Profile(name="NHS sub-national")) == NHS_SUB_NATIONAL
    own = privacy_profile(Profile(hidden_up_to=4, rounded_to=5, narrowest=6))
    assert (own.name, own.hidden_up_to, own.rounded_to, own.width) == ("local", 4, 5, 6)
