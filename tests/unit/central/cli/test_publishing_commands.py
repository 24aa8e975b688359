"""The commands of warehouse, integrations and webhooks, on a real SQLite file, as an administrator types them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.central.cli import main
from kiosk.central.interop.webhook_events import EVENTS
from tests.unit.central.organisation.central import SMALL
from tests.unit.central.publishing.warehouses import HEADER, MAP, rows

Run = Callable[..., str]
WARD_8 = (
    '\n[[nodes]]\nkey = "ward-8"\nname = "Ward 8"\nkind = "unit"\ntier = 1\nparent = "medicine"\n'
)

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on a central with a hospital, a service and two wards; return what it printed."""
    (tmp_path / "org.toml").write_text(SMALL + WARD_8, encoding="utf-8")

    def command(*words: str, code: int = 0) -> str:
        doing = words[:2] if words[0] in {"warehouse", "integration", "webhook"} else words[:1]
        returned = main([*doing, "--data", str(tmp_path), *words[len(doing) :]])
        printed = capsys.readouterr()
        assert returned == code, printed
        return printed.err if code else printed.out

    command("apply", str(tmp_path / "org.toml"))
    return command


@pytest.fixture
def ready(run: Run, tmp_path: Path) -> Run:
    """The same, with a map and the codes of its nodes."""
    (tmp_path / "pain.toml").write_text(MAP, encoding="utf-8")
    run("warehouse", "add-map", "pain", str(tmp_path / "pain.toml"))
    for code, node in (("7E", "Ward 7"), ("7W", "Ward 8"), ("MED", "Medicine")):
        assert run("warehouse", "code", code, node) == f"{code} means {node}.\n"
    return run


def figures(folder: Path, lines: list[str]) -> str:
    path = folder / "figures.csv"
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return str(path)


def test_a_file_is_published_once_and_its_raw_counts_can_be_deleted(
    ready: Run, tmp_path: Path
) -> None:
    path = figures(tmp_path, rows())

    would = ready("publish", path, "--map", "pain", "--dry-run")
    done = ready("publish", path, "--map", "pain")
    again = ready("publish", path, "--map", "pain")

    assert would.startswith("Would be published: 2 new releases on the boards of 3 nodes;")
    assert done.startswith("Published: 2 new releases on the boards of 3 nodes;")
    assert "2 of 8 figures hidden" in done
    assert again == "Nothing new. 2 releases out already.\n"
    (line,) = ready("warehouse", "uploads").splitlines()
    upload, *_, raw = line.split("\t")
    assert raw.startswith("until ")
    ready("warehouse", "expire", "--upload", upload)
    assert ready("warehouse", "uploads").split("\t")[-1] == "gone\n"
    assert "no raw counts" in ready("warehouse", "expire", "--upload", upload, code=1)
    assert ready("warehouse", "expire") == "0 things have had their last day.\n"


def test_a_wrong_file_is_refused_with_its_row_and_column(ready: Run, tmp_path: Path) -> None:
    path = figures(tmp_path, [*rows(), "2026-09-01,7E,en,,2"])

    assert "figures.csv:6: num is empty" in ready("publish", path, "--map", "pain", code=1)
    assert ready("warehouse", "uploads") == "No uploads.\n"


def test_maps_are_added_listed_and_removed(run: Run, tmp_path: Path) -> None:
    added = run("warehouse", "add-map", "ae", "ae_all_providers")
    assert added.startswith("The map ae publishes ed_breaches. Files can be laid down in ")
    assert (tmp_path / "warehouse" / "ae").is_dir()
    assert run("warehouse", "maps") == "ae\n"
    (tmp_path / "bad.toml").write_text(MAP.replace("numerator =", "nominator ="), encoding="utf-8")
    assert "bad" in run("warehouse", "add-map", "bad", str(tmp_path / "bad.toml"), code=1)
    nobodys = MAP[: MAP.index("[nodes]")] + MAP[MAP.index("[groups]") :]
    (tmp_path / "bad.toml").write_text(nobodys, encoding="utf-8")
    refusal = run("warehouse", "add-map", "bad", str(tmp_path / "bad.toml"), code=1)
    assert "does not say whose figures" in refusal
    assert "cannot be the name" in run(
        "warehouse", "add-map", "refused", "ae_all_providers", code=1
    )
    assert "gone" in run("warehouse", "remove-map", "ae")
    assert run("warehouse", "maps") == "No maps.\n"
    assert "no map 'ae'" in run("warehouse", "remove-map", "ae", code=1)


def test_a_code_is_forgotten_only_as_long_as_nothing_is_out_under_it(
    ready: Run, tmp_path: Path
) -> None:
    assert ready("warehouse", "codes") == "7E\tWard 7\n7W\tWard 8\nMED\tMedicine\n"
    ready("publish", figures(tmp_path, rows()), "--map", "pain")

    assert "Figures of 7E are out" in ready("warehouse", "remove-code", "7E", code=1)
    ready("warehouse", "remove-code", "7W")
    assert "7W means no node" in ready("warehouse", "remove-code", "7W", code=1)
    assert "no unit 'Ward 9'" in ready("warehouse", "code", "9", "Ward 9", code=1)


def test_accounts_show_their_token_once(ready: Run) -> None:
    token = ready("warehouse", "token", "dwh", "--maps", "pain").strip()
    assert token.startswith("dwh.")
    listed = ready("warehouse", "accounts")
    assert "dwh\t" in listed
    assert token not in listed
    assert "no map 'x'" in ready("warehouse", "token", "dwh", "--maps", "x", code=1)
    ready("warehouse", "remove-token", "dwh")
    assert ready("warehouse", "accounts") == "Nobody may send files.\n"
    assert "no account" in ready("warehouse", "remove-token", "dwh", code=1)

    token = ready("integration", "token", "records", "--words", "--node", "Ward 7").strip()
    listed = ready("integration", "list")
    assert "with words" in listed
    assert token not in listed
    ready("integration", "remove", "records")
    assert ready("integration", "token", "quiet").strip()
    assert "quiet\t" in ready("integration", "list")
    assert "without words\tall nodes" in ready("integration", "list")
    assert "no account" in ready("integration", "remove", "records", code=1)
    audited = ready("audit")
    for what in ("warehouse.map_added", "warehouse.token_made", "integration.made"):
        assert what in audited
    assert token not in audited


def test_webhooks_are_added_listed_tried_and_removed(run: Run) -> None:
    url = "https://127.0.0.1:9/hook"
    secret = run("webhook", "add", url, "--events", *EVENTS, "--node", "Ward 7").splitlines()[-1]
    assert secret.startswith("whsec_")
    listed = run("webhook", "list")
    identity = listed.split("\t")[0]
    assert url in listed
    assert secret not in listed
    assert "0 given up" in run("webhook", "resume", identity)
    assert "It was told nothing" not in run("webhook", "remove", identity)
    assert run("webhook", "list") == "Nobody is told anything.\n"
    assert "no webhook" in run("webhook", "test", identity, code=1)


@pytest.mark.enable_socket
def test_a_webhook_that_nobody_hears_is_said_when_it_is_tried(run: Run) -> None:
    run("webhook", "add", "http://127.0.0.1:9/hook", "--events", "card.raised")
    identity = run("webhook", "list").split("\t")[0]

    assert "It was not taken" in run("webhook", "test", identity, code=1)
