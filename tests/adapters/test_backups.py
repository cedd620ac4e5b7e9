"""A backup as a file: whole or refused, and nothing of one that could not be written."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from zipfile import ZipFile

import pytest

from panel.adapters.backups import read_backup, unpack, write_backup
from panel.adapters.dumps import Facts
from panel.domain.errors import Conflict, Invalid
from tests.conftest import MORNING

FACTS = Facts("sqlite", "0003", "epoch", [{"code": "day", "title": "วัน"}], entries=3, sheets=1)
SCAN = f"uploads/ab/{'0' * 62}"


@pytest.fixture
def sources(tmp_path: Path) -> dict[str, Path]:
    """A database of 3 MB, a key and a scan."""
    found = {}
    for name, content in {"database": b"0123456789" * 300_000, "secret_key": b"key", SCAN: b"%PDF"}.items():
        found[name] = tmp_path / name.rpartition("/")[2]
        found[name].write_bytes(content)
    return found


@pytest.fixture
def file(tmp_path: Path, sources: dict[str, Path]) -> Path:
    file = tmp_path / "day.zip"
    write_backup(file, sources, FACTS, made_at=MORNING, key="print")
    return file


def test_what_was_written_is_read_again(file, sources, tmp_path):
    manifest = read_backup(file)
    assert (manifest.facts, manifest.made_at, manifest.key) == (FACTS, MORNING, "print")
    assert {name: member.size for name, member in manifest.members.items()} == {
        "database": 3_000_000,
        "secret_key": 3,
        SCAN: 4,
    }
    unpack(file, tmp_path / "out", tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_bytes() == sources["database"].read_bytes()
    assert (tmp_path / "out" / SCAN).read_bytes() == b"%PDF"


def test_only_its_owner_reads_it_and_what_comes_out_of_it(file, tmp_path):
    unpack(file, tmp_path / "out", tmp_path / "copy.db")
    places = (file, tmp_path / "copy.db", tmp_path / "out" / "secret_key")
    assert [stat.S_IMODE(place.stat().st_mode) for place in places] == [0o600] * 3


def test_the_same_content_gives_the_same_bytes(file, sources, tmp_path):
    again = tmp_path / "again.zip"
    write_backup(again, sources, FACTS, made_at=MORNING, key="print")
    assert again.read_bytes() == file.read_bytes()


@pytest.mark.parametrize("place", [0.02, 0.2, 0.5, 0.8])
def test_a_single_altered_byte_of_the_content_is_found(file, place):
    content = bytearray(file.read_bytes())
    content[int(len(content) * place)] ^= 0xFF
    file.write_bytes(content)
    with pytest.raises(Invalid) as refusal:
        read_backup(file)
    assert (refusal.value.code, refusal.value.params) == ("backup.broken", {"file": "day.zip"})


@pytest.mark.parametrize("kept", [0, 100, 5_000, -1])
def test_a_file_that_was_cut_off_is_found(file, kept):
    file.write_bytes(file.read_bytes()[:kept])
    with pytest.raises(Invalid):
        read_backup(file)


def test_a_directory_that_leads_to_before_the_beginning_is_found(file):
    """Where it is stands six bytes before the end."""
    content = bytearray(file.read_bytes())
    content[-4] ^= 0xFF
    file.write_bytes(content)
    with pytest.raises(Invalid) as refusal:
        read_backup(file)
    assert refusal.value.code == "backup.broken"


def test_a_file_that_is_not_there_is_not_called_broken(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_backup(tmp_path / "none.zip")


def rewritten(file: Path, **changes: object) -> None:
    """The backup with another manifest."""
    with ZipFile(file) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    told = json.loads(contents["manifest.json"])
    contents["manifest.json"] = json.dumps(told | changes).encode()
    with ZipFile(file, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)


@pytest.mark.parametrize(
    "changes",
    [{"members": {}}, {"made_at": "yesterday"}, {"kind": None, "format": "1"}, {"members": ["database"]}],
)
def test_a_foreign_manifest_is_refused(file, changes):
    rewritten(file, **changes)
    with pytest.raises(Invalid):
        read_backup(file)


def test_a_zip_of_something_else_is_refused(tmp_path):
    with ZipFile(tmp_path / "photos.zip", "w") as archive:
        archive.writestr("photo.jpg", b"...")
    with pytest.raises(Invalid):
        read_backup(tmp_path / "photos.zip")


@pytest.mark.parametrize(
    "name", ["../outside", "uploads/../../outside", "/etc/passwd", "uploads/ab/plan.pdf"]
)
def test_no_member_lands_outside(file, tmp_path, name):
    with ZipFile(file) as archive:
        members = json.loads(archive.read("manifest.json"))["members"]
    digest = "2c624232cdd221771294dfbb310aca000a0df6ac8b66b696d90ef06fdefb64a3"
    rewritten(file, members=members | {name: {"size": 1, "digest": digest}})
    with ZipFile(file, "a") as archive:
        archive.writestr(name, b"0")
    with pytest.raises(Invalid):
        unpack(file, tmp_path / "in" / "out", tmp_path / "copy.db")
    assert not (tmp_path / "in").exists()


def test_a_later_format_says_that_it_is_one(file):
    rewritten(file, format=2)
    with pytest.raises(Conflict) as refusal:
        read_backup(file)
    assert refusal.value.code == "backup.newer"


def test_of_a_backup_that_fails_nothing_is_left(tmp_path, sources):
    before = set(tmp_path.iterdir())
    sources[SCAN].unlink()
    with pytest.raises(FileNotFoundError):
        write_backup(tmp_path / "day.zip", sources, FACTS, made_at=MORNING, key="print")
    assert set(tmp_path.iterdir()) == before - {sources[SCAN]}


def test_on_a_full_disk_nothing_is_left(sources):
    """/dev/full stands for a disk without room."""
    folder = sources["database"].parent / "stick"
    folder.mkdir()
    (folder / ".day.zip.part").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left"):
        write_backup(folder / "day.zip", sources, FACTS, made_at=MORNING, key="print")
    assert list(folder.iterdir()) == []
