"""Files that people hand in: what they are is told by their bytes, never by their name, and the bytes are
kept unchanged under their digest, outside of what is served as it is."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import NamedTemporaryFile

from panel.adapters import inspection
from panel.config import Settings
from panel.domain.errors import Invalid

MOST_PIXELS = 60_000_000


class Kind(StrEnum):
    """What may be taken, by media type."""

    PNG = "image/png"
    JPEG = "image/jpeg"
    PDF = "application/pdf"

    @property
    def picture(self) -> bool:
        return self is not Kind.PDF

    @property
    def suffix(self) -> str:
        return self.value.partition("/")[2]


_MAGIC = {Kind.PNG: b"\x89PNG\r\n\x1a\n", Kind.JPEG: b"\xff\xd8\xff", Kind.PDF: b"%PDF-"}
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""PowerPoint, Keynote, LibreOffice: a zip, or what came before."""
SCANS = frozenset(Kind)
SCAN_BYTES = 10 * 2**20
SCAN_PAGES = 20
COPY_BYTES = 20 * 2**20
COPY_PAGES = 120
"""Of the scan of signed pages."""
EMBLEM_BYTES = 2 * 2**20
EMBLEM_PIXELS = 20_000_000
EMBLEM_SIDE = 1200
"""Pixels: three centimetres at a thousand to the inch."""


@dataclass(frozen=True)
class CheckedFile:
    """Bytes that are what `kind` says. `name` is only what somebody called them."""

    content: bytes
    kind: Kind
    name: str


def check_file(
    content: bytes,
    name: str,
    *,
    most: int,
    kinds: Collection[Kind],
    pages: int = SCAN_PAGES,
    pixels: int = MOST_PIXELS,
) -> CheckedFile:
    """What the bytes are, looked through to the end. Slow: keep it off the hub.

    Raises Invalid for what is larger than `most` bytes, of no kind of those, broken, active, a PDF of more
    than so many pages or a picture of more pixels.
    """
    if len(content) > most:
        raise Invalid("upload.too_large", most=most // 2**20)
    kind = next((kind for kind in kinds if content.startswith(_MAGIC[kind])), None)
    if kind is None:
        raise Invalid(_refusal(content, kinds))
    limit = pixels if kind.picture else pages
    if fault := _fault(content, kind, limit):
        raise Invalid(fault, most=limit // 1_000_000 if kind.picture else limit)
    return CheckedFile(content, kind, name)


def _refusal(content: bytes, kinds: Collection[Kind]) -> str:
    """An office's own file can become a PDF: that is told."""
    if Kind.PDF not in kinds:
        return "letterhead.only_picture"
    if content.startswith(_OFFICE):
        return "upload.office"
    return "upload.only_pdf" if set(kinds) == {Kind.PDF} else "upload.unknown_kind"


def _fault(content: bytes, kind: Kind, most: int) -> str:
    """What is wrong with it by its code, or nothing; whatever that takes too much for counts as broken."""
    try:
        return _inspected(content, "picture" if kind.picture else "pdf", most).decode()
    except subprocess.SubprocessError:
        return "upload.broken"


def check_emblem(content: bytes, name: str) -> CheckedFile:
    """An office's emblem, drawn anew, so that only its pixels come onto papers. Slow; raises Invalid."""
    check_file(content, name, most=EMBLEM_BYTES, kinds=(Kind.PNG, Kind.JPEG), pixels=EMBLEM_PIXELS)
    try:
        return CheckedFile(_inspected(content, "drawing", EMBLEM_SIDE), Kind.PNG, name)
    except subprocess.SubprocessError:
        raise Invalid("upload.broken") from None


def _inspected(content: bytes, kind: str, most: int) -> bytes:
    """What a process of its own has to say of it. Raises SubprocessError where it takes too much."""
    script = [sys.executable, "-I", inspection.__file__, kind, str(most)]
    return subprocess.run(  # noqa: S603 - our own words
        script, input=content, capture_output=True, timeout=2 * inspection.SECONDS, check=True
    ).stdout


def upload_path(settings: Settings, digest: str) -> Path:
    """Where the bytes of that digest lie."""
    return settings.instance / "uploads" / digest[:2] / digest[2:]


@contextmanager
def staged(settings: Settings, content: bytes) -> Iterator[Staged]:
    """The bytes on the disk, without a name yet: what is slow about keeping them, to be done before the
    write that names them. They are gone afterwards unless they were kept."""
    digest = hashlib.sha256(content).hexdigest()
    path = upload_path(settings, digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
        yield Staged(digest, path, Path(file.name))


@dataclass(frozen=True)
class Staged:
    """Bytes by their digest (SHA-256, hex), and where they lie until they have their own `path`."""

    digest: str
    path: Path
    place: Path

    def keep(self) -> None:
        """Whole and on the disk before they have their name."""
        with suppress(FileExistsError):
            self.path.hardlink_to(self.place)
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def keep_upload(settings: Settings, content: bytes) -> str:
    """Keep the bytes; gives their digest."""
    with staged(settings, content) as file:
        file.keep()
        return file.digest


def forget_upload(settings: Settings, digest: str) -> None:
    """The bytes are nobody's any more."""
    upload_path(settings, digest).unlink(missing_ok=True)
