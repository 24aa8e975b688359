"""A hospital's central on loopback in a thread, and a real headless Chromium that looks at its pages."""

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from axe_core_python.selenium import Axe
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from kiosk.central.app import create_app
from kiosk.central.web.routes import leaders_routes
from tests.fakes.leaders_hospital import PASSWORD, Hospital

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
DEADLINE_S = 30
SIZES = {"desk": (1280, 900), "phone": (360, 740), "small": (320, 640)}


class PagesOf:
    """The room of a hospital that hashes passwords cheaply."""

    def __init__(self, hospital: Hospital) -> None:
        self._hospital = hospital

    def router(self) -> Any:
        """Return its routes."""
        hospital = self._hospital
        return leaders_routes(hospital.means, hospital.tree.organisation, hospital.passwords)

    def start(self) -> None:
        """Begin."""

    def stop(self) -> None:
        """End."""


@contextmanager
def served(hospital: Hospital) -> Iterator[str]:
    """Serve a hospital's central, as it is put together for real; give its address."""
    app = create_app(hospital.means, furnish=lambda _means, _workers: (PagesOf(hospital),))
    config = uvicorn.Config(app, log_config=None, access_log=False, ws="none", lifespan="on")
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(DEADLINE_S)


@contextmanager
def chromium(profile: Path, *, dark: bool = False) -> Iterator["Screen"]:
    """Start a headless Chromium; nothing is downloaded."""
    options = ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--ignore-certificate-errors",
        "--force-prefers-reduced-motion",
        f"--user-data-dir={profile}",
        *(("--blink-settings=preferredColorScheme=0",) if dark else ()),
    ):
        options.add_argument(argument)
    driver = Chrome(options=options, service=Service(executable_path=str(DRIVER)))
    try:
        yield Screen(driver)
    finally:
        driver.quit()


class Screen:
    """What a person does in front of a browser."""

    def __init__(self, driver: Chrome) -> None:
        self.driver = driver
        self.base = ""

    def size(self, name: str) -> None:
        """Take a device of a size; Chromium's windows are never narrower than this, so the page itself is set."""
        width, height = SIZES[name]
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def scheme(self, name: str) -> None:
        """Prefer light or dark."""
        features = [{"name": "prefers-color-scheme", "value": name}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def open(self, path: str) -> None:
        """Open a page."""
        self.driver.get(self.base + path)

    def sign_in(self, name: str = "hall") -> None:
        """Sign in."""
        self.open("/sign-in")
        self.write("name", name)
        self.write("password", PASSWORD)
        self.press("Sign in ›")

    def write(self, name: str, text: str) -> None:
        """Write into a field."""
        field = self.driver.find_element(By.NAME, name)
        field.clear()
        field.send_keys(text)

    def press(self, words: str) -> None:
        """Press the button that begins with these words, and wait until another page is there."""
        xpath = f"//button[starts-with(normalize-space(.), '{words}')]"
        [button] = self.driver.find_elements(By.XPATH, xpath)
        self._going_on(button.click)

    def follow(self, words: str) -> None:
        """Follow the first link with these words."""
        link = self.driver.find_element(By.PARTIAL_LINK_TEXT, words)
        self._going_on(link.click)

    def unfold(self, words: str) -> None:
        """Open a form that is folded up."""
        self.driver.find_element(By.XPATH, f"//summary[contains(., '{words}')]").click()

    @property
    def text(self) -> str:
        """The words on the page."""
        return str(self.driver.find_element(By.TAG_NAME, "body").text)

    def faults(self) -> list[str]:
        """Return what axe finds serious or critical on the page."""
        found = Axe().run(self.driver)["violations"]
        return [
            f"{each['id']}: {node['target']} {node['failureSummary']}"
            for each in found
            if each["impact"] in {"serious", "critical"}
            for node in each["nodes"]
        ]

    def too_wide(self) -> list[str]:
        """Return what is wider than the screen, apart from tables that scroll in their own box."""
        script = """
        const wide = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= wide) return [];
        return [...document.querySelectorAll('body *')]
          .filter(e => e.getBoundingClientRect().right > wide + 1 && !e.closest('.scroll'))
          .map(e => e.tagName + '.' + e.className);
        """
        return list(self.driver.execute_script(script))

    def cut_off(self) -> list[str]:
        """Return the tables of which a column is seen only by pushing them sideways; nothing tells a reader to."""
        script = """
        return [...document.querySelectorAll('.scroll')]
          .filter(e => e.scrollWidth > e.clientWidth + 1)
          .map(e => e.getAttribute('aria-label') + ' ' + e.scrollWidth + ' > ' + e.clientWidth);
        """
        return list(self.driver.execute_script(script))

    def too_small(self) -> list[str]:
        """Return what is to be touched and is smaller than 44 px in height; links inside a sentence apart."""
        script = """
        const found = [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')];
        return found.filter(e => {
          const box = (e.closest('label.choice') || e).getBoundingClientRect();
          const inSentence = e.tagName === 'A' && e.closest('p') && !e.closest('.back, .beyond, .button');
          return box.width > 1 && box.height > 0 && box.height < 43.5 && !inSentence && !e.closest('table');
        }).map(e => e.tagName + ': ' + e.textContent.trim().slice(0, 40) + ' ' + e.getBoundingClientRect().height);
        """
        return list(self.driver.execute_script(script))

    def _going_on(self, touch: Any) -> None:
        page = self.driver.find_element(By.TAG_NAME, "html").id
        touch()
        WebDriverWait(self.driver, DEADLINE_S).until(
            lambda driver: (
                driver.find_element(By.TAG_NAME, "html").id != page
                and driver.execute_script("return document.readyState") == "complete"
            )
        )
