"""A backup as a file: one zip of a database's copy, the files beside it, and a manifest with their digests.

A file of which anything is damaged or lacking is refused. Digests find damage, not forgery: of what is
restored, `audit verify` proves that nobody changed it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from errno import EINVAL
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from panel.adapters.dumps import Facts
from panel.domain.errors import Conflict, Invalid

FORMAT = 1
DATABASE, KEY, UPLOADS, TLS = "database", "secret_key", "uploads", "tls"
_MANIFEST = "manifest.json"
_NAME = re.compile(rf"{DATABASE}|{KEY}|{TLS}/[a-z-]+\.[a-z]+|{UPLOADS}/[0-9a-f]{{2}}/[0-9a-f]{{62}}")
_PIECE = 1024 * 1024
_BROKEN = (BadZipFile, zlib.error, EOFError, AttributeError, KeyError, TypeError, ValueError, RuntimeError)
"""What reading a damaged or foreign zip raises (RuntimeError: it is encrypted, or packed in another way);
beside OSError EINVAL, where it leads to places in which no file goes."""


@dataclass(frozen=True)
class Member:
    """A file in a backup: its size in bytes and its SHA-256, hex."""

    size: int
    digest: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `key` is the secret key's fingerprint, also where the key itself is not in it."""

    facts: Facts
    made_at: datetime
    key: str
    members: Mapping[str, Member]

    def to_json(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "made_at": self.made_at.astimezone(UTC).isoformat(timespec="seconds"),
            "key": self.key,
            **asdict(self.facts),
            "members": {name: asdict(member) for name, member in self.members.items()},
        }

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Manifest:
        """Raises KeyError, TypeError, ValueError or AttributeError where something is lacking."""
        return cls(
            facts=Facts(**{name: told[name] for name in Facts.__dataclass_fields__}),
            made_at=datetime.fromisoformat(told["made_at"]),
            key=told["key"],
            members={name: Member(**member) for name, member in told["members"].items()},
        )


def write_backup(
    file: Path, sources: Mapping[str, Path], facts: Facts, *, made_at: datetime, key: str
) -> Manifest:
    """Write `sources` by their names in the backup to `file`, readable by its owner alone.

    The file has its name once it is whole and on the disk; of one that fails nothing is left.
    """
    part = file.with_name(f".{file.name}.part")
    part.touch(mode=0o600)
    try:
        with part.open("wb") as output:
            with ZipFile(output, "w") as archive:
                members = {name: _pack(archive, name, source) for name, source in sources.items()}
                manifest = Manifest(facts, made_at, key, members)
                archive.writestr(
                    _info(_MANIFEST), json.dumps(manifest.to_json(), ensure_ascii=False, indent=1)
                )
            output.flush()
            os.fsync(output.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _info(name: str) -> ZipInfo:
    """The same for the same content: no time but the manifest's. A dump and scans are packed already."""
    info = ZipInfo(name)
    info.external_attr = 0o600 << 16
    info.compress_type = ZIP_DEFLATED if name == DATABASE else ZIP_STORED
    return info


def _pack(archive: ZipFile, name: str, source: Path) -> Member:
    with source.open("rb") as content, archive.open(_info(name), "w", force_zip64=True) as packed:
        return _pour(content, packed)


def _pour(source: IO[bytes], target: IO[bytes] | None) -> Member:
    """Read `source` to its end, into `target` if there is one, and say what it was."""
    size, digest = 0, hashlib.sha256()
    while piece := source.read(_PIECE):
        size += len(piece)
        digest.update(piece)
        if target is not None:
            target.write(piece)
    return Member(size, digest.hexdigest())


def read_backup(file: Path) -> Manifest:
    """What the backup holds, once all of it was read and found as the manifest says; raises Invalid."""
    with _opened(file) as (archive, manifest):
        for name in manifest.members:
            _unpack(archive, manifest, name, None)
        return manifest


def unpack(file: Path, folder: Path, database: Path) -> Manifest:
    """Read as `read_backup` does, and lay the database's copy down as `database`, the rest in `folder`."""
    with _opened(file) as (archive, manifest):
        for name in manifest.members:
            target = database if name == DATABASE else folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.touch(mode=0o600)
            with target.open("wb") as output:
                _unpack(archive, manifest, name, output)
                output.flush()
                os.fsync(output.fileno())
        return manifest


def _unpack(archive: ZipFile, manifest: Manifest, name: str, target: IO[bytes] | None) -> None:
    with archive.open(name) as content:
        if _pour(content, target) != manifest.members[name]:
            raise BadZipFile(name)


@contextmanager
def _opened(file: Path) -> Iterator[tuple[ZipFile, Manifest]]:
    try:
        with ZipFile(file) as archive:
            told = json.loads(archive.read(_MANIFEST))
            if told["format"] > FORMAT:
                raise Conflict("backup.newer", file=file.name)
            manifest = Manifest.from_json(told)
            names = {*archive.namelist()} - {_MANIFEST}
            if names != {*manifest.members} or not all(map(_NAME.fullmatch, names)) or DATABASE not in names:
                raise BadZipFile(_MANIFEST)
            yield archive, manifest
    except _BROKEN:
        raise Invalid("backup.broken", file=file.name) from None
    except OSError as error:
        if error.errno != EINVAL:  # a full disk, no such file
            raise
        raise Invalid("backup.broken", file=file.name) from None
