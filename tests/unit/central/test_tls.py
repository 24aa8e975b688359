"""Central speaks TLS, or to this machine alone."""

import ssl
from pathlib import Path

import pytest
import trustme

from kiosk.central.settings import CentralSettings
from kiosk.central.tls import local_authority, tls_of
from kiosk.domain.errors import KioskError


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.8.8"])
def test_plain_http_is_for_this_machine(tmp_path: Path, host: str) -> None:
    assert tls_of(CentralSettings(data=tmp_path, host=host)) is None


@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.1", "central.example", "::"])  # noqa: S104 - refused
def test_plain_http_is_refused_elsewhere(tmp_path: Path, host: str) -> None:
    with pytest.raises(KioskError, match="--dev-tls"):
        tls_of(CentralSettings(data=tmp_path, host=host))


def test_the_local_authority_is_made_once_and_its_key_is_for_its_owner(tmp_path: Path) -> None:
    settings = CentralSettings(data=tmp_path, dev_tls=True, public_url="https://central.test:1")
    first = tls_of(settings)
    assert first is not None
    assert first.authority is not None
    authority = first.authority.read_bytes()

    second = tls_of(settings)

    assert second == first
    assert first.authority.read_bytes() == authority
    assert first.key.stat().st_mode & 0o077 == 0
    assert (tmp_path / "tls" / "ca.key").stat().st_mode & 0o077 == 0
    names = ssl._ssl._test_decode_cert(str(first.certificate))["subjectAltName"]  # type: ignore[attr-defined] # noqa: SLF001 - the only reader in the standard library
    assert ("DNS", "central.test") in names
    assert ("IP Address", "127.0.0.1") in names


def test_an_authority_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    settings = CentralSettings(data=tmp_path, dev_tls=True)
    local_authority(settings)
    (tmp_path / "tls" / "ca.key").write_text("not a key")

    with pytest.raises(KioskError, match="cannot be read"):
        local_authority(settings)


def test_own_files_are_taken_when_they_fit(tmp_path: Path) -> None:
    made = trustme.CA().issue_cert("central.example")
    certificate, key = tmp_path / "c.pem", tmp_path / "k.pem"
    certificate.write_bytes(made.cert_chain_pems[0].bytes())
    key.write_bytes(made.private_key_pem.bytes())
    settings = CentralSettings(certificate=str(certificate), key=str(key), host="10.0.0.1")

    tls = tls_of(settings)

    assert tls is not None
    assert (tls.certificate, tls.key, tls.authority) == (certificate, key, None)


@pytest.mark.parametrize("key", ["", "missing.pem"])
def test_own_files_that_do_not_fit_are_refused(tmp_path: Path, key: str) -> None:
    certificate = tmp_path / "c.pem"
    certificate.write_bytes(trustme.CA().cert_pem.bytes())
    settings = CentralSettings(certificate=str(certificate), key=key and str(tmp_path / key))

    with pytest.raises(KioskError):
        tls_of(settings)
