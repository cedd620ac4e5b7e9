"""Files bound in one ZIP, the same bytes for the same files: no time of their own, names in UTF-8."""

from __future__ import annotations

import io
from collections.abc import Iterable
from zipfile import ZIP_STORED, ZipFile, ZipInfo


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Files by their name, which may have a folder in it; not packed, for PDFs are already."""
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for name, content in files:
            info = ZipInfo(name)
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return target.getvalue()
