"""How central is set: every setting with default and unit; from flags, the environment, then `central.toml`."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CentralSettings:
    """What can be set, under the names of `central.toml`; in the environment `HUDDLE_CENTRAL_` and capitals.

    Attributes:
        data: folder of the embedded database, keys, the drop folder and this file.
        database: `sqlite` for the embedded one, or `postgresql://…`.
        host, port: where it listens.
        public_url: the address that kiosks and leaders use; empty for `https://{host}:{port}`.
        certificate, key: files of the TLS certificate and its key; empty for none.
        dev_tls: make a local certificate authority, for trying out.
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
    raw_counts_days: int = 90
