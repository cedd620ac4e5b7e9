"""In which pages two PDF files differ: what is drawn on them, as it is stored. Nothing is unpacked."""

from __future__ import annotations

import io
from itertools import zip_longest


def differing_pages(one: bytes, other: bytes) -> list[int]:
    """The numbers of pages, from 1, that are not the same; none where the difference lies elsewhere. A file
    that can't be read has no pages."""
    pairs = zip_longest(_drawn(one), _drawn(other))
    return [number for number, (here, there) in enumerate(pairs, start=1) if here != there]


def _drawn(content: bytes) -> list[bytes]:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return [_stored(page.obj.get("/Contents")) for page in pdf.pages]
    except pikepdf.PdfError:
        return []


def _stored(contents: object) -> bytes:
    import pikepdf

    if isinstance(contents, pikepdf.Array):
        return b"".join(_stored(part) for part in contents)
    return contents.read_raw_bytes() if isinstance(contents, pikepdf.Stream) else b""
