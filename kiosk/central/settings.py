"""How central is set: every setting with default and unit; from flags, the environment, then `central.toml`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from kiosk.host.paths import data_folder
from kiosk.host.settings import Rules, SettingError, read_places

FILE_NAME: Final = "central.toml"
FOLDER: Final = "huddle-central"
SQLITE_FILE: Final = "central.sqlite"


@dataclass(frozen=True, slots=True)
class CentralSettings:
    """What can be set, under the names of `central.toml`; in the environment `HUDDLE_CENTRAL_` and capitals.

    Attributes:
        data: folder of the embedded database, keys, the drop folder and this file.
        database: `sqlite` for the embedded one, or `postgresql://…`.
        host, port: where it listens; port 0 takes a free one.
        public_url: the address that kiosks and leaders use; empty for the one at which it listens.
        certificate, key: files of the TLS certificate and its key; empty for none.
        dev_tls: make a local certificate authority, for trying out.
        trusted_proxies: addresses of proxies whose `X-Forwarded-For` is believed, with commas; empty for none.
        metrics_token: who has it may read `/metrics`; empty lets this machine alone.
        leaders_header: header in which a sign-in proxy names the account; empty for local accounts.
        leaders_proxies: addresses or networks of that proxy, with commas; from elsewhere the header is refused.
        leaders_idle_minutes: minutes after which a leader who does nothing is signed out.
        raw_counts_days: days for which raw counts of an upload are kept.
    """

    data: Path = Path()
    database: str = "sqlite"
    host: str = "127.0.0.1"
    port: int = 8480
    public_url: str = ""
    certificate: str = ""
    key: str = ""
    dev_tls: bool = False
    trusted_proxies: str = ""
    metrics_token: str = ""
    raw_counts_days: int = 90
    leaders_header: str = ""
    leaders_proxies: str = ""
    leaders_idle_minutes: int = 30

    @property
    def embedded(self) -> Path | None:
        """The file of the embedded database, or None where the setting names another."""
        return self.data / SQLITE_FILE if self.database == "sqlite" else None


def central_folder() -> Path:
    """Return the folder of central's data where nobody chose one."""
    return data_folder().with_name(FOLDER)


def read_settings(
    flags: Mapping[str, Any] | None = None, environment: Mapping[str, str] | None = None
) -> CentralSettings:
    """Return the settings from all their places.

    Args:
        flags: what the command line says; a None is not said.
        environment: the environment; the process's own by default.

    Raises:
        SettingError: a value cannot be; says which, where and what is allowed.
    """
    return read_places(CentralSettings(), RULES, central_folder, flags, environment)


def _database(text: str, where: str) -> None:
    # The address is not quoted: it may hold a password.
    if text not in {"sqlite", "memory"} and not text.startswith("postgresql://"):
        raise SettingError(
            f"{where}: database is not known. Allowed: sqlite, or postgresql://user@host/name."
        )


def _public_url(text: str, where: str) -> None:
    try:
        parts = urlsplit(text)
        fine = parts.scheme in {"http", "https"} and parts.hostname and not parts.query
    except ValueError:
        fine = False
    if not fine:
        raise SettingError(f"{where}: public_url is {text!r}. Allowed: https://central.example.")


def _proxies(name: str) -> Callable[[str, str], None]:
    def check(text: str, where: str) -> None:
        for one in text.split(","):
            try:
                ip_network(one.strip())
            except ValueError as problem:
                raise SettingError(
                    f"{where}: {name} has {one.strip()!r}. Allowed: addresses like 10.0.0.5."
                ) from problem

    return check


RULES: Final = Rules(
    FILE_NAME,
    "HUDDLE_CENTRAL_",
    {"port": (0, 65_535), "raw_counts_days": (1, 3_650), "leaders_idle_minutes": (2, 480)},
    {
        "database": _database,
        "public_url": _public_url,
        "trusted_proxies": _proxies("trusted_proxies"),
        "leaders_proxies": _proxies("leaders_proxies"),
    },
)
