"""A zone bundle as a file: a zip of the zone as plain JSON, its scans, and a signature.

The signature is an HMAC with a key that comes of the secret key: only servers with the same one make
bundles for each other. Scans lie under their own digests, which the signed JSON names. What is in the JSON
is not known here, but for `uploads`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from panel.adapters.uploads import COPY_BYTES, SCAN_BYTES
from panel.domain.audit import canonical
from panel.domain.errors import Conflict, Invalid

FORMAT = 1
_MANIFEST, _ZONE, _SCANS = "manifest.json", "zone.json", "scans/"
_MOST = 256 * 2**20
"""Bytes of JSON: a hundred times the largest zone."""
_BROKEN = (BadZipFile, zlib.error, EOFError, OSError, KeyError, TypeError, ValueError, RuntimeError)
"""What reading a damaged or foreign zip raises (RuntimeError: it is encrypted, or packed in another way;
OSError: it leads to places where no file goes)."""


@dataclass(frozen=True)
class Seal:
    """What a server signs with, and the fingerprint of the secret key that it comes of."""

    key: bytes
    fingerprint: str

    def of(self, content: bytes) -> str:
        return hmac.new(self.key, content, hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Bundle:
    """A bundle whose signature and scans were found right. `digest` is that of its JSON."""

    file: Path
    facts: dict[str, Any]
    digest: str

    def scan(self, digest: str) -> bytes:
        """The bytes of one of its scans."""
        with ZipFile(self.file) as archive:
            return archive.read(_SCANS + digest)


def scans_in(facts: Mapping[str, Any]) -> set[str]:
    """The digests of the files that come along: scans of sheets and of what was signed, of which a server
    that is behind says nothing."""
    return {each["digest"] for each in (*facts["uploads"], *facts.get("signed_copies", ()))}


def write_bundle(file: Path, facts: Mapping[str, Any], scans: Mapping[str, Path], seal: Seal) -> None:
    """Write the zone and its scans (by digest) to `file`, readable by its owner alone.

    The file has its name once it is whole and on the disk; of one that fails nothing is left.
    """
    body = canonical(facts)
    manifest = {"format": FORMAT, "key": seal.fingerprint, "signature": seal.of(body)}
    part = file.with_name(f".{file.name}.part")
    part.touch(mode=0o600)
    try:
        with part.open("wb") as output:
            with ZipFile(output, "w") as archive:
                archive.writestr(_info(_MANIFEST), canonical(manifest))
                archive.writestr(_info(_ZONE), body)
                for digest, path in scans.items():
                    archive.writestr(_info(_SCANS + digest), path.read_bytes())
            output.flush()
            os.fsync(output.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _info(name: str) -> ZipInfo:
    """The same for the same content: no time but what the JSON says. Scans are packed already."""
    info = ZipInfo(name)
    info.external_attr = 0o600 << 16
    info.compress_type = ZIP_STORED if name.startswith(_SCANS) else ZIP_DEFLATED
    return info


def read_bundle(file: Path, seal: Seal) -> Bundle:
    """Raises Invalid for what is no bundle, Conflict for one of another key, a newer format, or altered;
    OSError for what can't be opened."""
    with file.open("rb") as opened:
        try:
            with ZipFile(opened) as archive:
                signature = _signature(archive, file, seal)
                return _checked(archive, file, signature, seal)
        except _BROKEN:
            raise Invalid("bundle.broken", file=file.name) from None


def _signature(archive: ZipFile, file: Path, seal: Seal) -> str:
    told = json.loads(_read(archive, _MANIFEST, SCAN_BYTES))
    if told["format"] > FORMAT:
        raise Conflict("bundle.newer", file=file.name)
    if told["key"] != seal.fingerprint:
        raise Conflict("bundle.foreign", file=file.name)
    return str(told["signature"])


def _checked(archive: ZipFile, file: Path, signature: str, seal: Seal) -> Bundle:
    altered = Conflict("bundle.altered", file=file.name)
    try:
        body = _read(archive, _ZONE, _MOST)
        if not hmac.compare_digest(signature.encode(), seal.of(body).encode()):
            raise altered
        facts = json.loads(body)
        scans = scans_in(facts)
        if {*archive.namelist()} != {_MANIFEST, _ZONE, *(_SCANS + digest for digest in scans)}:
            raise altered
        if any(_digest(_read(archive, _SCANS + digest, COPY_BYTES)) != digest for digest in scans):
            raise altered
    except _BROKEN:
        raise altered from None
    return Bundle(file, facts, _digest(body))


def _read(archive: ZipFile, name: str, most: int) -> bytes:
    if archive.getinfo(name).file_size > most:
        raise BadZipFile(name)
    return archive.read(name)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
