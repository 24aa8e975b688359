"""Signing in: local accounts with patience, a proxy that is believed from its own address, sessions that end."""

from datetime import timedelta

import pytest

from kiosk.central.devices.codes import hashed
from kiosk.central.settings import CentralSettings
from kiosk.central.web.offices import Part
from kiosk.central.web.peers import remember_peers
from kiosk.central.web.signing_in import ADMIN_CODE
from tests.fakes.leaders_hospital import PASSWORD, SERVICE, Browser, Hospital, form_of

pytestmark = pytest.mark.anyio
PROXY = "10.1.1.1"


async def test_who_is_not_signed_in_is_asked_to_and_goes_on_to_the_page_they_wanted(
    hospital: Hospital,
) -> None:
    browser = Browser(hospital)

    await browser.open("/cards?state=late")
    assert "Sign in" in browser.text
    await browser.send("/sign-in", name="hall", password=PASSWORD)

    assert str(browser.page.url).endswith("/cards?state=late")


async def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(hospital: Hospital) -> None:
    answers = []
    for name in ("hall", "nobody"):
        browser = await Browser(hospital).sign_in(name, "wrong horse battery")
        assert browser.page.status_code == 401
        answers.append(browser.text)
    assert answers[0] == answers[1]


async def test_after_five_wrong_tries_even_the_right_password_waits(hospital: Hospital) -> None:
    browser = Browser(hospital)
    for _ in range(5):
        await browser.sign_in("hall", "wrong horse battery")
    await browser.sign_in()
    assert browser.page.status_code == 429
    assert "Wait 31 seconds" in browser.text or "Wait 30 seconds" in browser.text

    hospital.clock.advance(timedelta(seconds=31))
    await browser.sign_in()
    assert "service lead, Medicine" in browser.text


async def test_the_wait_is_doubled_and_never_longer_than_a_quarter_of_an_hour(
    hospital: Hospital,
) -> None:
    browser = Browser(hospital)
    for wait_s in (0, 0, 0, 0, 0, 31, 61, 121, 241, 481, 901, 901):
        hospital.clock.advance(timedelta(seconds=wait_s))
        await browser.sign_in("hall", "wrong horse battery")
        assert browser.page.status_code == 401
    hospital.clock.advance(timedelta(minutes=15))
    await browser.sign_in()
    assert browser.page.status_code == 200


async def test_one_address_that_tries_many_accounts_waits_too(hospital: Hospital) -> None:
    browser = Browser(hospital)
    for number in range(20):
        await browser.sign_in(f"somebody{number}", "wrong horse battery")
    await browser.sign_in()
    assert browser.page.status_code == 429

    elsewhere = await Browser(hospital, peer="10.0.0.10").sign_in()
    assert elsewhere.page.status_code == 200


async def test_the_cookie_is_for_this_host_over_tls_and_out_of_reach_of_scripts(
    hospital: Hospital,
) -> None:
    browser = Browser(hospital)
    await browser.open("/sign-in")
    address, hidden = form_of(browser.page.text, "/sign-in")
    body = {**hidden, "name": "hall", "password": PASSWORD}
    browser._client.follow_redirects = False  # noqa: SLF001 - looks at the answer itself
    answer = await browser.post(address, body)
    [cookie] = [
        one for one in answer.headers.get_list("set-cookie") if one.startswith("__Host-huddle=")
    ]
    assert "HttpOnly" in cookie
    assert "Secure" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie


async def test_a_session_ends_when_nothing_is_done_for_half_an_hour(hospital: Hospital) -> None:
    browser = await Browser(hospital).sign_in()
    for _ in range(3):
        hospital.clock.advance(timedelta(minutes=29))
        await browser.open("/")
        assert "Answers I owe" in browser.text
    hospital.clock.advance(timedelta(minutes=31))
    await browser.open("/")
    assert "Answers I owe" not in browser.text


async def test_a_session_ends_after_twelve_hours_whatever_is_done(hospital: Hospital) -> None:
    browser = await Browser(hospital).sign_in()
    for _ in range(25):
        hospital.clock.advance(timedelta(minutes=29))
        await browser.open("/")
    assert "Answers I owe" not in browser.text


async def test_signing_out_ends_the_session_and_not_only_the_cookie(hospital: Hospital) -> None:
    browser = await Browser(hospital).sign_in()
    stolen = browser.cookies
    await browser.send("/sign-out")
    assert "Sign in" in browser.text

    thief = Browser(hospital)
    thief._client.cookies.update(stolen)  # noqa: SLF001 - a copy of the cookie
    await thief.open("/")
    assert "Answers I owe" not in thief.text


@pytest.mark.parametrize("how", ["password", "disable", "part"])
async def test_a_change_of_the_account_ends_its_sessions(hospital: Hospital, how: str) -> None:
    browser = await Browser(hospital).sign_in()
    match how:
        case "password":
            hospital.accounts.set_password("hall", "another horse battery")
        case "disable":
            hospital.accounts.disable("hall")
        case _:
            hospital.accounts.set_part("hall", Part.LEADER, "deputy chief", SERVICE)
    await browser.open("/")
    assert "Answers I owe" not in browser.text


async def test_a_form_without_its_token_does_nothing(hospital: Hospital) -> None:
    card = hospital.raised()
    browser = await Browser(hospital).sign_in()
    path = f"/cards/7e/{card.removeprefix('card:')}/acknowledge"
    for body in ({}, {"token": "00" * 64}, {"token": "x"}):
        assert (await browser.post(path, body)).status_code == 403
    assert hospital.kinds(card) == ["card.raised"]


async def test_a_form_of_another_site_does_nothing(hospital: Hospital) -> None:
    browser = await Browser(hospital).sign_in()
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        answer = await browser.post("/sign-out", {}, **headers)
        assert answer.status_code == 403
        assert "another site" in answer.text


async def test_a_token_looks_different_on_every_page(hospital: Hospital) -> None:
    browser = await Browser(hospital).sign_in()
    tokens = set()
    for _ in range(3):
        await browser.open("/")
        tokens.add(form_of(browser.page.text, "/sign-out")[1]["token"][0])
    assert len(tokens) == 3


async def test_a_form_that_is_too_large_is_refused(hospital: Hospital) -> None:
    browser = await Browser(hospital).sign_in()
    answer = await browser.post("/deputies", {"deputy": "x" * 65_536})
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "next_page", ["https://evil.example/", "//evil.example", "/\\evil.example"]
)
async def test_after_signing_in_nobody_is_sent_to_another_site(
    hospital: Hospital, next_page: str
) -> None:
    browser = Browser(hospital)
    await browser.open(f"/sign-in?next={next_page}")
    await browser.send("/sign-in", name="hall", password=PASSWORD)
    assert str(browser.page.url) == "https://central.example/"


def proxied() -> Hospital:
    settings = CentralSettings(leaders_header="X-Remote-User", leaders_proxies="10.1.1.0/24")
    return Hospital(settings)


async def test_a_sign_in_proxy_names_the_account() -> None:
    browser = Browser(proxied(), peer=PROXY)
    await browser.open("/", **{"x-remote-user": "Hall"})
    assert "service lead, Medicine" in browser.text


async def test_the_proxys_header_is_refused_from_elsewhere() -> None:
    browser = Browser(proxied(), peer="10.2.0.1")
    await browser.open("/", **{"x-remote-user": "hall"})
    assert browser.page.status_code == 403
    assert "You cannot sign in from there" in browser.text


@pytest.mark.parametrize(
    ("peer", "forwarded", "status"), [(PROXY, "203.0.113.7", 200), ("10.2.0.1", PROXY, 403)]
)
async def test_it_is_the_connection_that_counts_and_not_for_whom_it_is_forwarded(
    peer: str, forwarded: str, status: int
) -> None:
    hospital = proxied()
    app = hospital.app()
    remember_peers(app, "10.0.0.0/8")
    browser = Browser(hospital, app, peer=peer)
    await browser.open("/", **{"x-remote-user": "hall", "x-forwarded-for": forwarded})
    assert browser.page.status_code == status


async def test_signing_in_again_ends_the_session_before(hospital: Hospital) -> None:
    browser = await Browser(hospital).sign_in()
    before = Browser(hospital)
    before._client.cookies.update(browser.cookies)  # noqa: SLF001 - a copy of the cookie
    await browser.sign_in()
    await before.open("/")
    assert "Answers I owe" not in before.text
    await browser.open("/")
    assert "Answers I owe" in browser.text


async def test_without_the_proxys_word_its_session_does_not_hold() -> None:
    browser = Browser(proxied(), peer=PROXY)
    await browser.open("/", **{"x-remote-user": "hall"})
    await browser.open("/")
    assert "Answers I owe" not in browser.text


async def test_an_account_that_central_does_not_know_is_not_let_in_by_the_proxy() -> None:
    browser = Browser(proxied(), peer=PROXY)
    await browser.open("/", **{"x-remote-user": "stranger"})
    assert "Sign in" in browser.text


async def test_without_a_proxy_in_the_settings_its_header_means_nothing(
    hospital: Hospital,
) -> None:
    browser = Browser(hospital, peer=PROXY)
    await browser.open("/", **{"x-remote-user": "hall"})
    assert "Sign in" in browser.text


async def test_the_administrators_code_makes_the_first_account_once(hospital: Hospital) -> None:
    hospital.storage.put(ADMIN_CODE, hashed("ABCD-EFGH"), {})
    first, second = Browser(hospital), Browser(hospital)
    for browser in (first, second):
        await browser.open("/first-account")
    await first.send("/first-account", code="abcd efgh", name="Admin", password=PASSWORD)
    assert "Administration" in first.text

    await second.send("/first-account", code="ABCD-EFGH", name="other", password=PASSWORD)
    assert "not valid, or was used" in second.text
    assert hospital.accounts.get("other") is None


async def test_a_weak_password_is_refused_and_the_code_still_holds(hospital: Hospital) -> None:
    hospital.storage.put(ADMIN_CODE, hashed("ABCD-EFGH"), {})
    browser = Browser(hospital)
    await browser.open("/first-account")
    await browser.send("/first-account", code="ABCD-EFGH", name="admin", password="short")  # noqa: S106
    assert "at least 12 characters" in browser.text
    await browser.send(
        "/first-account",
        code="ABCD-EFGH",
        name="admin",
        password=PASSWORD,
        part="leader",
        node=SERVICE,
        title="service lead",
    )
    assert "Answers I owe" in browser.text


async def test_every_page_says_what_a_browser_may_load(hospital: Hospital) -> None:
    browser = await Browser(hospital).sign_in()
    for path in ("/", "/cards", "/units", "/units/7e", "/brief", "/deputies", "/nowhere-else"):
        await browser.open(path)
        if path == "/nowhere-else":
            continue
        policy = browser.page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert browser.page.headers["cache-control"] == "no-store"
        assert "style=" not in browser.page.text
        assert "<style" not in browser.page.text
        assert "onclick" not in browser.page.text
        assert '<html lang="en-GB">' in browser.page.text


async def test_files_are_served_under_their_hash_and_kept_for_ever(hospital: Hospital) -> None:
    browser = Browser(hospital)
    await browser.open("/sign-in")
    names = [part.split('"')[0] for part in browser.page.text.split("/static/")[1:]]
    assert len(names) == 3
    for name in names:
        answer = await browser.open(f"/static/{name}")
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    assert (await browser.open("/static/site.css")).status_code == 404
