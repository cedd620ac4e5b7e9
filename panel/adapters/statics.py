"""The folder of static files: its version, and which scripts a script brings along.

The version stands in every address of a file, so that a browser may keep it for good and never mixes the
files of two versions.
"""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

_IMPORT = re.compile(r'^(?:import|export)\b[^;]*?"\./([\w-]+)\.js"', re.MULTILINE)


def static_version(folder: Path) -> str:
    """Twelve hex digits that change with any file, its name included."""
    digest = sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder)}\0".encode())
        digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def modules_of(folder: Path, *roots: str) -> list[str]:
    """The names of those modules and of all that they import, in the order of the alphabet."""
    found: set[str] = set()
    coming = list(roots)
    while coming:
        name = coming.pop()
        if name not in found:
            found.add(name)
            coming += _IMPORT.findall((folder / f"{name}.js").read_text(encoding="utf-8"))
    return sorted(found)
