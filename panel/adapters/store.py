"""What was drawn once, by the digest of all that it was drawn of: whoever wants the same has it at once.

Files are written whole and never changed, so any number of processes may share them. They hold marks: only
the server's own user can read them. What nobody has asked for lately goes, and the oldest when there are too
many; it can be drawn again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_hex

KEPT_DAYS = 14
MOST_BYTES = 2 * 1024**3
LEFTOVER = 3600.0
"""Seconds after which an unfinished file is nobody's any more."""


class Store:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __contains__(self, key: str) -> bool:
        return self._file(key).is_file()

    def find(self, key: str) -> bytes | None:
        """What is kept under that key, now of use again."""
        try:
            content = self._file(key).read_bytes()
            os.utime(self._file(key))
        except FileNotFoundError:
            return None
        return content

    def keep(self, key: str, content: bytes) -> None:
        file = self._file(key)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = file.with_name(f"{key}.{token_hex(4)}.part")
        unfinished.touch(mode=0o600)
        unfinished.write_bytes(content)
        unfinished.rename(file)

    def kept(self, key: str, make: Callable[[], bytes]) -> bytes:
        """What is kept under that key; made and kept where there is nothing."""
        content = self.find(key)
        if content is None:
            content = make()
            self.keep(key, content)
        return content

    def sweep(self, *, days: float = KEPT_DAYS, most: int = MOST_BYTES) -> None:
        """Remove what was of no use for so many days, and the longest unused beyond so many bytes."""
        now, size = time.time(), 0
        for used, length, file in sorted(self._files(), reverse=True):
            size += length
            limit = LEFTOVER if file.suffix == ".part" else days * 24 * 3600
            if size > most or used < now - limit:
                file.unlink(missing_ok=True)

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        for file in self.folder.glob("*/*"):
            try:
                known = file.stat()
            except FileNotFoundError:  # another process sweeps too
                continue
            yield known.st_mtime, known.st_size, file

    def _file(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.pdf"
