"""The side door of a hall's server: where a tablet comes to trust it (bin/run --lan).

The authority is the server's own, made by bin/certificate. Its certificate is no secret and travels by plain
HTTP; whoever takes it in compares the fingerprint with the one that the terminal and the organiser show.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from ssl import PEM_cert_to_DER_cert
from urllib.parse import urlsplit

from panel.config import Settings

FILE = "panel-ca.crt"


@dataclass(frozen=True)
class Door:
    """`url`: of the door. `server`: what one trusts then. `certificate`: the authority's, as PEM."""

    url: str
    server: str
    certificate: str

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, written as openssl and tablets write it: AB:CD:…"""
        return sha256(PEM_cert_to_DER_cert(self.certificate)).digest().hex(":").upper()


def door_of(settings: Settings) -> Door | None:
    """The door, one port above the server's; None where the server is not served by bin/run --lan."""
    server = urlsplit(settings.base_url)
    file = settings.instance / "tls" / FILE
    if not (settings.secure and server.port and file.is_file()):
        return None
    return Door(f"http://{server.hostname}:{server.port + 1}/", settings.base_url, file.read_text())
