"""An archive as a file: a zip in which every file's SHA-256 stands in a manifest, the same bytes for the same
files. It has its name once it is whole and on the disk, and its owner alone may read it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

MANIFEST = "manifest.json"
_PACKED = {".pdf", ".png", ".jpeg"}


def write_archive(file: Path, sources: Mapping[str, Path], facts: Mapping[str, Any]) -> None:
    """Write `sources` by their names in the archive, and a manifest of them that holds `facts` too.

    Of an archive that fails nothing is left, and what had its name before stays.
    """
    files = {name: _told(sources[name]) for name in sorted(sources)}
    manifest = json.dumps({**facts, "files": files}, ensure_ascii=False, indent=1)
    part = file.with_name(f".{file.name}.part")
    part.touch(mode=0o600)
    try:
        with part.open("wb") as output:
            with ZipFile(output, "w") as archive:
                archive.writestr(_info(MANIFEST), manifest + "\n")
                for name in files:
                    with sources[name].open("rb") as content, archive.open(_info(name), "w") as packed:
                        shutil.copyfileobj(content, packed)
            output.flush()
            os.fsync(output.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _told(source: Path) -> dict[str, object]:
    with source.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return {"size": source.stat().st_size, "sha256": digest}


def _info(name: str) -> ZipInfo:
    """No time and no rights of its own; pictures and papers are packed already."""
    info = ZipInfo(name)
    info.external_attr = 0o600 << 16
    info.compress_type = ZIP_STORED if Path(name).suffix in _PACKED else ZIP_DEFLATED
    return info
