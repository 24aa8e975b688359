"""An empty central says how two boards come in and how the leaders' page is opened; later it does not."""

from pathlib import Path

import pytest

from kiosk.central.devices.device import Device, Devices, Standing
from kiosk.central.first_steps import ACCOUNT, greeting_of
from kiosk.central.greeting import Greeting, address_of, database_words, words
from kiosk.central.means import CentralMeans
from kiosk.central.organisation.first import ensure_first_node
from kiosk.central.settings import CentralSettings, central_folder
from kiosk.central.storage.memory.storage import MemoryStorage
from kiosk.central.tls import Tls
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds

TLS = Tls(Path("c.pem"), Path("k.pem"), Path("ca.pem"))


@pytest.fixture
def means() -> CentralMeans:
    """An empty central in memory."""
    clock, ids = FixedClock(), SeededIds()
    return CentralMeans(MemoryStorage(clock, ids), clock, ids, CentralSettings(database="memory"))


def test_an_empty_central_makes_one_ward_once(means: CentralMeans) -> None:
    assert ensure_first_node(means) == ensure_first_node(means)


def test_an_empty_central_gives_codes_for_two_boards_and_an_administrator(
    means: CentralMeans,
) -> None:
    greeting = greeting_of(means, "https://a", TLS, ensure_first_node(means))

    assert len(set(greeting.codes)) == 2
    assert greeting.administrator
    assert greeting.node_name == "Ward 1"
    for code in (*greeting.codes, greeting.administrator):
        assert code in words(greeting)
    assert "--ca ca.pem" in words(greeting)


def test_boards_on_the_same_machine_get_a_folder_each(means: CentralMeans) -> None:
    node = ensure_first_node(means)

    here = words(greeting_of(means, "http://127.0.0.1:8480", None, node))
    elsewhere = words(greeting_of(means, "https://central.example", TLS, node))

    assert " run --data board-1 --enrol 'huddle:http://127.0.0.1:8480#" in here
    assert " run --data board-2 --enrol 'huddle:http://127.0.0.1:8480#" in here
    assert "--data board" not in elsewhere


def test_the_command_for_more_codes_finds_the_same_central() -> None:
    assert words(Greeting("https://a", Path("/srv/it"), "sqlite")).count(
        "code UNIT --data /srv/it\n"
    )
    assert words(Greeting("https://a", central_folder(), "sqlite")).count("code UNIT\n")


def test_a_central_with_boards_and_accounts_gives_no_codes(means: CentralMeans) -> None:
    device = Device("d", "pc", "0" * 64, standing=Standing.APPROVED)
    Devices(means.storage, means.clock).add(device)
    means.storage.put(ACCOUNT, "anna", {})

    greeting = greeting_of(means, "http://a", None, ensure_first_node(means))

    assert greeting.codes == ()
    assert greeting.administrator == ""
    assert "Enrol a board" not in words(greeting)


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        (CentralSettings(), "http://127.0.0.1:9"),
        (CentralSettings(host="::1"), "http://[::1]:9"),
        (CentralSettings(host="0.0.0.0"), "http://127.0.0.1:9"),  # noqa: S104 - what people write
        (CentralSettings(public_url="https://central.example/"), "https://central.example"),
    ],
)
def test_the_address_is_the_one_that_boards_can_use(
    settings: CentralSettings, address: str
) -> None:
    assert address_of(settings, 9, None) == address


def test_a_password_of_the_database_is_not_printed() -> None:
    settings = CentralSettings(database="postgresql://huddle:hunter2@db/huddle?sslmode=require")

    said = words(Greeting("https://a", Path("/data"), database_words(settings)))

    assert "db/huddle" in said
    assert "hunter2" not in said
