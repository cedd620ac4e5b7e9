"""Files that people hand in: what they are is told by their bytes, never by their name, and the bytes are
kept unchanged under their digest, outside of what is served as it is."""

from __future__ import annotations

import hashlib
import io
import os
import re
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import NamedTemporaryFile

from panel.config import Settings
from panel.domain.errors import Invalid

MOST_PIXELS = 60_000_000
MOST_PAGES = 20
_ACTIVE = re.compile(rb"/(JS|JavaScript|EmbeddedFiles?|Launch|RichMedia|XFA|SubmitForm|ImportData)\b")
"""What a PDF does or carries beside its pages; qpdf writes every name in its plain letters."""


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
SCANS = frozenset(Kind)
SCAN_BYTES = 10 * 2**20


@dataclass(frozen=True)
class CheckedFile:
    """Bytes that are what `kind` says. `name` is only what somebody called them."""

    content: bytes
    kind: Kind
    name: str


def check_file(content: bytes, name: str, *, most: int, kinds: Collection[Kind]) -> CheckedFile:
    """What the bytes are, looked through to the end. Slow: keep it off the hub.

    Raises Invalid for what is larger than `most` bytes, of no kind of those, broken, or active.
    """
    if len(content) > most:
        raise Invalid("upload.too_large", most=most // 2**20)
    kind = next((kind for kind in kinds if content.startswith(_MAGIC[kind])), None)
    if kind is None:
        raise Invalid("upload.unknown_kind")
    _LOOK_THROUGH[kind](content)
    return CheckedFile(content, kind, name)


def _look_through_picture(content: bytes) -> None:
    from PIL import Image

    broken = (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning)
    try:
        picture = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
        if picture.width * picture.height > MOST_PIXELS:
            raise Invalid("upload.too_many_pixels", most=MOST_PIXELS // 1_000_000)
        if picture.format == "PNG":
            picture.verify()  # its checksums say whether it is whole
        else:
            picture.draft("L", (1, 1))  # all of it is read, but only an eighth drawn
            picture.load()
    except broken:
        raise Invalid("upload.broken") from None


def _look_through_pdf(content: bytes) -> None:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if not 0 < len(pdf.pages) <= MOST_PAGES:
                raise Invalid("upload.too_many_pages", most=MOST_PAGES)
            if any(_ACTIVE.search(_written(each)) for each in pdf.objects):
                raise Invalid("upload.active")
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, TypeError):
        raise Invalid("upload.broken") from None


def _written(each: object) -> bytes:
    """An object of a PDF as it is written, of a stream what is said of it."""
    import pikepdf

    if isinstance(each, pikepdf.Stream):
        each = each.stream_dict
    return each.unparse(resolved=True) if isinstance(each, pikepdf.Object) else str(each).encode()


_LOOK_THROUGH: dict[Kind, Callable[[bytes], None]] = {
    Kind.PNG: _look_through_picture,
    Kind.JPEG: _look_through_picture,
    Kind.PDF: _look_through_pdf,
}


def upload_path(settings: Settings, digest: str) -> Path:
    """Where the bytes of that digest lie."""
    return settings.instance / "uploads" / digest[:2] / digest[2:]


def keep_upload(settings: Settings, content: bytes) -> str:
    """Keep the bytes, on disk and whole before they have their name; gives their digest (SHA-256, hex)."""
    digest = hashlib.sha256(content).hexdigest()
    path = upload_path(settings, digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(file.name)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return digest


def forget_upload(settings: Settings, digest: str) -> None:
    """The bytes are nobody's any more."""
    upload_path(settings, digest).unlink(missing_ok=True)
