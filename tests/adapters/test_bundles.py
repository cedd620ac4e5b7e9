"""A bundle is taken as it was written, or refused: another's, a changed one, or none at all."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from panel.adapters.bundles import FORMAT, Seal, read_bundle, write_bundle
from panel.domain.errors import PanelError

SEAL = Seal(b"a key of the province", "0123456789abcdef")
SCAN = b"\x89PNG the scan of a sheet"
DIGEST = hashlib.sha256(SCAN).hexdigest()
FACTS = {"event": "an-event", "zone": "z1", "uploads": [{"digest": DIGEST}], "name": "กลุ่มโซนที่ ๑"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    scan = tmp_path / "scan"
    scan.write_bytes(SCAN)
    write_bundle(tmp_path / "z1.zip", FACTS, {DIGEST: scan}, SEAL)
    return tmp_path / "z1.zip"


def refusal(file: Path, seal: Seal = SEAL) -> str:
    with pytest.raises(PanelError) as refused:
        read_bundle(file, seal)
    return refused.value.code


def rewrite(file: Path, changes: dict[str, bytes | None]) -> None:
    """The bundle with other members; None takes one out."""
    with ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()} | changes
    with ZipFile(file, "w") as archive:
        for name, content in members.items():
            if content is not None:
                archive.writestr(name, content)


def manifest(**changes: object) -> bytes:
    told = {"format": FORMAT, "key": SEAL.fingerprint, "signature": "0" * 64}
    return json.dumps(told | changes).encode()


def test_what_was_written_is_read(file):
    bundle = read_bundle(file, SEAL)
    assert (bundle.facts, bundle.scan(DIGEST)) == (FACTS, SCAN)


def test_the_same_zone_gives_the_same_file_which_its_owner_alone_reads(file):
    before = file.read_bytes()
    write_bundle(file, FACTS, {DIGEST: file.parent / "scan"}, SEAL)
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (before, 0o600)
    assert sorted(path.name for path in file.parent.iterdir()) == ["scan", "z1.zip"]


def test_of_a_bundle_that_cant_be_written_nothing_is_left(file):
    with pytest.raises(FileNotFoundError):
        write_bundle(file.with_name("other.zip"), FACTS, {DIGEST: file.with_name("gone")}, SEAL)
    assert sorted(path.name for path in file.parent.iterdir()) == ["scan", "z1.zip"]


def test_another_servers_bundle_is_foreign(file):
    assert refusal(file, Seal(b"another key", "fedcba9876543210")) == "bundle.foreign"


def test_a_fingerprint_alone_makes_no_bundle(file):
    assert refusal(file, replace(SEAL, key=b"another key")) == "bundle.altered"


def test_a_newer_servers_bundle_is_refused_as_such(file):
    rewrite(file, {"manifest.json": manifest(format=FORMAT + 1)})
    assert refusal(file) == "bundle.newer"


ALTERED = [
    ("the zone", {"zone.json": json.dumps(FACTS | {"zone": "z2"}).encode()}),
    ("the signature", {"manifest.json": manifest()}),
    ("a scan", {f"scans/{DIGEST}": SCAN + b"!"}),
    ("a scan that lacks", {f"scans/{DIGEST}": None}),
    ("a scan too many", {f"scans/{'0' * 64}": b""}),
    ("another file", {"readme.txt": b"take this"}),
    ("no zone", {"zone.json": None}),
]


@pytest.mark.parametrize("changes", [row[1] for row in ALTERED], ids=[row[0] for row in ALTERED])
def test_a_changed_bundle_is_altered(file, changes):
    rewrite(file, changes)
    assert refusal(file) == "bundle.altered"


def test_no_byte_of_what_it_holds_can_be_changed(file):
    whole = file.read_bytes()
    for place in range(0, len(whole), 3):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            bundle = read_bundle(file, SEAL)
        except PanelError as refused:
            assert refused.code in {"bundle.altered", "bundle.broken", "bundle.foreign", "bundle.newer"}
        else:
            assert (bundle.facts, bundle.scan(DIGEST)) == (FACTS, SCAN)


@pytest.mark.parametrize(
    "content", [b"", b"no zip", b"PK\x05\x06" + bytes(18)], ids=["empty", "text", "empty zip"]
)
def test_what_is_no_bundle_is_said_to_be_none(file, content):
    file.write_bytes(content)
    assert refusal(file) == "bundle.broken"


@pytest.mark.parametrize("told", [b"[]", b"{}", b"no json"])
def test_a_manifest_that_says_nothing_is_none(file, told):
    rewrite(file, {"manifest.json": told})
    assert refusal(file) == "bundle.broken"
