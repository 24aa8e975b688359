"""The leaders' page in a real Chromium: a card is answered, each page is accessible and fits, the brief is one page."""

import base64
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from kiosk.domain.changes import Log, LogKind
from tests.end2end.leaders_browser import CHROMIUM, DRIVER, SIZES, Screen, chromium, served
from tests.fakes.central_process import command, running_central
from tests.fakes.leaders_hospital import PASSWORD, WARD_7, Hospital
from tests.fakes.leaders_week import a_week

pytestmark = [
    pytest.mark.end2end,
    pytest.mark.enable_socket,
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        CHROMIUM is None or DRIVER is None,
        reason="chromium and chromedriver are not installed: packaging/bootstrap.sh --tests",
    ),
]


@pytest.fixture(scope="module")
def hospital() -> Hospital:
    """A hospital in the middle of a week, with everything on its pages."""
    hospital = Hospital()
    a_week(hospital)
    return hospital


@pytest.fixture(scope="module")
def screen(hospital: Hospital, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    """A browser at the hospital's address."""
    profile = tmp_path_factory.mktemp("chromium")
    with served(hospital) as address, chromium(profile) as screen:
        screen.base = address
        yield screen


def test_a_card_of_a_ward_is_seen_owned_and_answered_and_is_in_the_log_once(
    hospital: Hospital, screen: Screen
) -> None:
    card = hospital.raised(WARD_7, phrase="Call bells not working", category="environment")
    screen.size("phone")
    screen.sign_in()
    screen.open("/cards?sort=oldest&category=environment")
    screen.follow("Call bells not working")
    screen.press("Acknowledge")
    assert "Saved. The unit sees that you have seen it." in screen.text
    screen.press("Own it")
    screen.unfold("Answer")
    screen.write("answer", "An electrician comes at noon")
    screen.press("Send the answer down")

    assert "An electrician comes at noon" in screen.text
    assert hospital.kinds(card) == [
        "card.raised",
        "card.acknowledged",
        "card.owned",
        "card.answered",
    ]
    screen.driver.refresh()
    last = hospital.storage.history(Log(WARD_7, LogKind.SHARED), card)[-1]
    assert last.words is not None
    assert last.words.fields == {"answer": "An electrician comes at noon"}


def pages_of(hospital: Hospital) -> dict[str, str]:
    """Return the pages that a leader sees, by name."""
    touched = hospital.storage.touched(Log(WARD_7, LogKind.SHARED))
    card = next(each.entity for each in reversed(touched) if each.kind == "card")
    return {
        "opening": "/",
        "cards": "/cards",
        "together": "/cards?category=equipment&says=not+on+the+ward+when+needed",
        "card": f"/cards/7e/{card.removeprefix('card:')}",
        "units": "/units",
        "unit": "/units/7e",
        "brief": "/brief",
        "deputies": "/deputies",
        "gone": "/units/nowhere",
    }


@pytest.mark.parametrize(
    ("size", "scheme"), [*((size, "light") for size in SIZES), ("desk", "dark"), ("phone", "dark")]
)
def test_every_page_is_accessible_and_fits(
    hospital: Hospital, screen: Screen, size: str, scheme: str, pictures: Path | None
) -> None:
    screen.size(size)
    screen.scheme(scheme)
    screen.driver.delete_all_cookies()
    shown = {"sign-in": "/sign-in", "first": "/first-account"}
    faults = looked_at(screen, shown, f"{size}-{scheme}", pictures)
    screen.sign_in()
    faults += looked_at(screen, pages_of(hospital), f"{size}-{scheme}", pictures)
    screen.driver.delete_all_cookies()
    screen.sign_in("admin")
    faults += looked_at(screen, {"admin": "/admin"}, f"{size}-{scheme}", pictures)
    assert "\n".join(faults) == ""


def looked_at(
    screen: Screen, pages: dict[str, str], where: str, pictures: Path | None
) -> list[str]:
    faults = []
    for name, path in pages.items():
        screen.open(path)
        found = (*screen.faults(), *screen.too_wide(), *screen.cut_off(), *screen.too_small())
        faults += [f"{where} {name}: {fault}" for fault in found]
        if pictures is not None:
            metrics = screen.driver.execute_cdp_cmd("Page.getLayoutMetrics", {})
            whole = {**metrics["cssContentSize"], "scale": 1}
            shot = screen.driver.execute_cdp_cmd(
                "Page.captureScreenshot", {"captureBeyondViewport": True, "clip": whole}
            )
            (pictures / f"{name}-{where}.png").write_bytes(base64.b64decode(shot["data"]))
    return faults


def test_the_brief_prints_on_one_page(screen: Screen) -> None:
    screen.size("desk")
    screen.scheme("dark")
    screen.driver.delete_all_cookies()
    screen.sign_in("chief")
    screen.open("/brief")
    printed = screen.driver.execute_cdp_cmd(
        "Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True}
    )
    pdf = PdfReader(io.BytesIO(base64.b64decode(printed["data"])))
    words = " ".join((pdf.pages[0].extract_text() or "").split())
    assert len(pdf.pages) == 1
    assert "Brief for the next tier" in words
    assert "Sign out" not in words


def test_the_pages_work_by_keyboard_alone(screen: Screen) -> None:
    screen.size("desk")
    screen.driver.delete_all_cookies()
    screen.sign_in()
    screen.open("/")
    script = "return document.activeElement.className + '|' + document.activeElement.textContent"
    screen.driver.switch_to.active_element.send_keys("\ue004")
    assert str(screen.driver.execute_script(script)).startswith("skip|To the content")
    screen.driver.switch_to.active_element.send_keys("\ue007")
    assert screen.driver.execute_script("return document.activeElement.id") == "content"


def test_a_page_at_twice_the_size_loses_nothing(screen: Screen) -> None:
    screen.driver.delete_all_cookies()
    screen.sign_in()
    metrics = {"width": 640, "height": 450, "deviceScaleFactor": 2, "mobile": False}
    screen.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    for path in ("/", "/cards", "/units", "/brief"):
        screen.open(path)
        assert screen.too_wide() == [], path


def test_the_code_that_serve_prints_makes_the_first_account_over_tls(
    tmp_path: Path,
) -> None:
    with running_central(tmp_path / "data") as central, chromium(tmp_path / "profile") as browser:
        browser.base = central.address
        browser.open("/first-account")
        browser.write("code", central.administrator)
        browser.write("name", "admin")
        browser.write("password", PASSWORD)
        browser.press("Make the account")
        assert "Administration" in browser.text
        [cookie] = [
            each for each in browser.driver.get_cookies() if each["name"] == "__Host-huddle"
        ]
        assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (True, True, "Lax")
        added = command(
            tmp_path / "data", "account", "add", "lead", "--leader", "Ward 1", "--office", "manager"
        )
        assert added.returncode == 0, added.stderr
        listed = command(tmp_path / "data", "account", "list")
        assert "lead" in listed.stdout
