"""`panel backup` and `panel restore` at a shell, on whichever database the tests run; the worker's ring."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event as Signal
from threading import Thread
from zipfile import ZipFile

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text

from panel.adapters.backups import read_backup
from panel.adapters.dumps import kind_of
from panel.adapters.locks import serves
from panel.cli.ring import Ring, make_ring_backup
from panel.config import ROOT
from panel.db import db, writing
from panel.domain.backups import Standing
from panel.models import Backup, Chain, Entry, Record
from panel.operations.backups import ask_for_backup
from panel.queries.backups import ring_of
from panel.queries.events import epoch, find_event
from tests.conftest import CODE, SECRET, score
from tests.databases import ON_POSTGRESQL

SCAN = f"ab/{'0' * 62}"


def leave() -> None:
    """Close this process's connections: whoever is connected keeps a restore away."""
    db.session.remove()
    db.engine.dispose()


@pytest.fixture
def away(panel, event) -> Callable[..., object]:
    """panel(…), with nobody connected."""

    def run(*arguments: str) -> object:
        leave()
        return panel(*arguments)

    return run


def entries() -> set[str]:
    return set(db.session.scalars(select(Entry.uuid)))


@pytest.fixture
def saved(panel, event, by, tmp_path) -> Path:
    """A backup with one full sheet and one scan in it; a second sheet came after it."""
    score(event, by("z1-judge-1"), "z1-judge-1", "3101")
    scan = tmp_path / "uploads" / SCAN
    scan.parent.mkdir(parents=True)
    scan.write_bytes(b"%PDF")
    file = tmp_path / "day.zip"
    assert panel("backup", str(file)).exit_code == 0
    score(event, by("z1-judge-1"), "z1-judge-1", "3103")
    return file


def test_a_backup_says_what_it_holds(panel, saved):
    told = panel("restore", str(saved), "--check")
    assert (told.exit_code, told.stderr) == (0, "")
    assert told.stdout.replace("\N{NO-BREAK SPACE}", " ") == (
        f"{saved} is whole: {kind_of(os.environ['PANEL_DATABASE_URL'])} of 8 August 2025 09:10, {CODE}; "
        "sheets: 1, entries: 12; without the secret key\n"
    )


def test_a_folder_gets_a_file_with_the_time_in_its_name(panel, event, tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    assert [panel("backup", str(folder)).exit_code for _ in range(2)] == [0, 0]
    names = sorted(file.name for file in folder.iterdir())
    assert names == ["panel-20250808T021000Z-2.zip", "panel-20250808T021000Z.zip"]


def test_a_file_that_is_there_stays(panel, saved):
    before = saved.read_bytes()
    done = panel("backup", str(saved))
    assert (done.exit_code, done.stderr) == (1, f"{saved} is there already: name another file.\n")
    assert saved.read_bytes() == before


def test_what_came_after_it_is_gone_and_the_log_is_whole(away, panel, saved, event):
    kept = {entry.uuid for entry in db.session.scalars(select(Entry).limit(12))}
    assert len(entries()) == 24
    assert away("restore", str(saved)).exit_code == 0
    assert len(entries()) == 12 and entries() == kept
    assert panel("audit", "verify", CODE).stdout == f"{CODE}: the log is whole\n"


def test_the_restored_server_is_a_new_one_and_says_so(away, saved):
    before = epoch()
    assert away("restore", str(saved)).exit_code == 0
    record = db.session.scalars(select(Record).order_by(Record.id.desc()).limit(1)).one()
    assert epoch() != before
    assert (record.act, record.person, record.body) == (
        "server.restored",
        "",
        {"backup": "day.zip", "made_at": "2025-08-08T02:10:00+00:00", "epoch": before},
    )
    assert db.session.get_one(Chain, record.chain_id).name == "_event"


def test_uploads_come_back_and_later_ones_are_kept_beside(away, saved, tmp_path):
    (tmp_path / "uploads" / SCAN).write_bytes(b"altered")
    assert away("restore", str(saved)).exit_code == 0
    [beside] = tmp_path.glob("uploads.before-restore-*")
    assert ((tmp_path / "uploads" / SCAN).read_bytes(), (beside / SCAN).read_bytes()) == (b"%PDF", b"altered")


def test_what_stood_here_is_kept(away, panel, saved, tmp_path):
    assert away("restore", str(saved)).exit_code == 0
    if kind_of(os.environ["PANEL_DATABASE_URL"]) == "postgresql":
        [kept] = tmp_path.glob("before-restore-*.zip")
        assert read_backup(kept).facts.entries == 24
    else:
        database = Path(os.environ["PANEL_DATABASE_URL"].removeprefix("sqlite:///"))
        [kept] = database.parent.glob("panel.db.before-restore-*")
        shutil.move(kept, tmp_path / "kept.db")
        os.environ["PANEL_DATABASE_URL"] = f"sqlite:///{tmp_path / 'kept.db'}"  # put back by its fixture
        assert "entries: 24" in panel("backup", str(tmp_path / "kept.zip")).stdout


@pytest.mark.skipif(ON_POSTGRESQL, reason="SQLite's journal")
def test_the_journal_of_a_database_that_is_gone_is_not_read_into_the_restored_one(away, panel, saved):
    database = Path(os.environ["PANEL_DATABASE_URL"].removeprefix("sqlite:///"))
    journal = database.with_name(f"{database.name}-wal")
    left = journal.read_bytes()
    leave()
    database.unlink()
    journal.write_bytes(left)
    assert (panel("restore", str(saved)).exit_code, len(entries())) == (0, 12)
    assert panel("audit", "verify", CODE).exit_code == 0
    [kept] = database.parent.glob("panel.db-wal.before-restore-*")
    assert kept.read_bytes() == left
    kept.unlink()


def test_it_is_restored_twice_as_well_as_once(away, saved):
    first = [away("restore", str(saved)).exit_code, epoch()]
    second = [away("restore", str(saved)).exit_code, epoch()]
    assert [first[0], second[0], len(entries())] == [0, 0, 12]
    assert first[1] != second[1]


@pytest.fixture
def unchanged(database_url: str, event) -> Iterator[None]:
    """Whatever the test does changes nothing."""

    def all_rows() -> dict[str, list[tuple[object, ...]]]:
        db.session.rollback()
        names = db.metadata.tables
        return {name: db.session.execute(text(f'SELECT * FROM "{name}"')).all() for name in names}  # type: ignore[misc]

    before = all_rows()
    yield
    assert all_rows() == before


@pytest.fixture
def odd(saved: Path) -> Callable[[str], Path]:
    """A file that is no good in that way."""

    def make(way: str) -> Path:
        with ZipFile(saved) as archive:
            contents = {name: archive.read(name) for name in archive.namelist()}
        told = contents["manifest.json"].decode()
        changed = {
            "foreign": lambda: "not a zip",
            "kind": lambda: told.replace('"kind": "', '"kind": "other-'),
            "newer": lambda: told.replace('"revision": "', '"revision": "9'),
            "key": lambda: told.replace('"key": "', '"key": "0'),
            "inside": lambda: told,
        }[way]()
        if way == "foreign":
            saved.write_text(changed)
            return saved
        with ZipFile(saved, "w") as archive:
            for name, content in (contents | {"manifest.json": changed.encode()}).items():
                altered = content[:-1] + b"?" if (way, name) == ("inside", "database") else content
                archive.writestr(name, altered)
        return saved

    return make


OWN = "postgresql" if ON_POSTGRESQL else "sqlite"


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("foreign", "day.zip is no backup of Panel, or it is damaged."),
        ("inside", "day.zip is no backup of Panel, or it is damaged."),
        ("kind", f"The backup is of other-{OWN}, and this database is {OWN}."),
        ("newer", "day.zip was made by a newer version of Panel: update this one first."),
        (
            "key",
            "The backup does not hold the secret key: set PANEL_SECRET_KEY as it was where it was made.",
        ),
    ],
)
def test_a_file_that_does_not_fit_changes_nothing(away, odd, way, words, request):
    file = odd(way)
    request.getfixturevalue("unchanged")
    done = away("restore", str(file))
    assert (done.exit_code, done.stdout, done.stderr) == (1, "", words + "\n")


def test_a_file_that_is_not_there_is_named(panel, event, tmp_path):
    done = panel("restore", str(tmp_path / "none.zip"))
    assert (done.exit_code, done.stderr) == (1, f"{tmp_path / 'none.zip'}: No such file or directory\n")


def test_nothing_is_restored_while_a_server_runs(away, saved, unchanged, tmp_path):
    with serves(tmp_path):
        done = away("restore", str(saved))
    words = "Panel is running here: stop the server and the job worker first.\n"
    assert (done.exit_code, done.stderr) == (1, words)


def test_nothing_is_restored_while_anybody_has_the_database_open(panel, saved, unchanged):
    db.session.execute(select(Entry.id)).all()
    done = panel("restore", str(saved))
    assert done.exit_code == 1
    assert done.stderr.startswith(
        "Panel is running here" if OWN == "sqlite" else "Others are connected to the database (1)"
    )


def test_the_secret_key_travels_with_the_backup(away, monkeypatch, tmp_path, event):
    monkeypatch.delenv("PANEL_SECRET_KEY")
    (tmp_path / "secret_key").write_text(SECRET)
    file = tmp_path / "day.zip"
    assert "with its secret key" in away("backup", str(file)).stdout
    (tmp_path / "secret_key").write_text("that of another laptop")
    assert away("restore", str(file)).exit_code == 0
    assert (tmp_path / "secret_key").read_text() == SECRET
    assert away("audit", "verify", CODE).exit_code == 0


def test_a_key_from_the_environment_that_is_another_is_refused(away, monkeypatch, tmp_path, event):
    monkeypatch.delenv("PANEL_SECRET_KEY")
    (tmp_path / "secret_key").write_text(SECRET)
    away("backup", str(tmp_path / "day.zip"))
    monkeypatch.setenv("PANEL_SECRET_KEY", "that of another laptop")
    done = away("restore", str(tmp_path / "day.zip"))
    assert done.stderr == "The backup needs its own secret key, and PANEL_SECRET_KEY says another one here.\n"


def test_tablets_go_on_trusting_the_other_laptop(away, monkeypatch, tmp_path, event):
    """bin/run --lan: the certificate authority travels, what was made for the old addresses does not."""
    folder = tmp_path / "tls"
    folder.mkdir()
    for name in ("panel-ca.crt", "ca.key", "server.crt", "names"):
        (folder / name).write_text(f"first {name}")
    away("backup", str(tmp_path / "day.zip"))
    (folder / "ca.key").write_text("another")
    assert away("restore", str(tmp_path / "day.zip")).exit_code == 0
    assert {file.name: file.read_text() for file in folder.iterdir()} == {
        "panel-ca.crt": "first panel-ca.crt",
        "ca.key": "first ca.key",
    }


def test_an_older_backup_is_brought_up_to_date(away, database_url, event, tmp_path):
    leave()
    downgrade(revision="0002")
    assert away("backup", str(tmp_path / "old.zip")).exit_code == 0
    assert read_backup(tmp_path / "old.zip").facts.revision == "0002"
    upgrade()
    assert away("restore", str(tmp_path / "old.zip")).exit_code == 0
    assert away("backup", str(tmp_path / "new.zip")).exit_code == 0
    assert read_backup(tmp_path / "new.zip").facts.revision > "0002"


# --- While marks come in --------------------------------------------------------------------------------


@contextmanager
def marks_coming_in(app, by) -> Iterator[list[str]]:
    """Another thread gives marks, one after the other; the entries that were acknowledged."""
    acknowledged: list[str] = []
    over = Signal()

    def write() -> None:
        with app.app_context():
            number = 0
            while not over.is_set():
                number += 1
                event = find_event(CODE)
                judge, mark = by("z1-judge-1"), {"1.1": str(number % 11)}
                for receipt in score(event, judge, "z1-judge-1", "3101", mark, submit=False):
                    acknowledged.append(receipt.uuid)
            db.session.remove()

    thread = Thread(target=write)
    thread.start()
    try:
        yield acknowledged
    finally:
        over.set()
        thread.join()


def wait_for(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not true() and time.monotonic() < deadline:
        db.session.rollback()
        time.sleep(0.1)
    assert true()


def test_every_mark_acknowledged_before_a_backup_began_is_in_it(environment, away, app, by, tmp_path):
    file = tmp_path / "day.zip"
    command = [sys.executable, "-m", "panel.cli", "backup", str(file)]
    with marks_coming_in(app, by) as acknowledged:
        wait_for(lambda: len(acknowledged) > 20)
        before = set(acknowledged)
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        during = len(acknowledged) - len(before)
    assert during > 0
    assert away("restore", str(file)).exit_code == 0
    assert before - entries() == set()
    assert away("audit", "verify", CODE).exit_code == 0


# --- The ring -------------------------------------------------------------------------------------------


@pytest.fixture
def settings(app):
    return app.extensions["panel_settings"]


def ask(by) -> None:
    with writing():
        ask_for_backup(find_event(CODE), by=by("organiser"))


def test_the_ring_notes_what_it_made(environment, event, settings, by, clock):
    make_ring_backup(settings)
    db.session.rollback()
    found = ring_of(settings, clock())
    assert found.last is not None
    [file] = settings.backups.iterdir()
    assert (found.last.file, found.last.size) == (file.name, file.stat().st_size)
    assert (len(found.last.digest), read_backup(file).facts.events[0]["code"]) == (64, CODE)


def test_the_ring_notes_why_it_could_not(environment, event, settings, clock):
    settings.backups.write_text("a file where a folder should be")
    with pytest.raises(SystemExit):
        make_ring_backup(settings)
    db.session.rollback()
    failure = ring_of(settings, clock()).failure
    assert failure is not None
    assert failure.code == "backup.not_written"
    assert failure.params["what"] == f"{settings.backups}: File exists"


class Process:
    """A process that ended with that status."""

    def __init__(self, exitcode: int) -> None:
        self.exitcode = exitcode

    def is_alive(self) -> bool:
        return False

    def join(self) -> None:
        pass


@pytest.fixture
def played(environment, event, settings):
    """A ring whose backups are made at once, and how many it made."""

    def start():
        started.append(1)
        try:
            make_ring_backup(settings)
        except SystemExit:
            return Process(1)
        return Process(0)

    started: list[int] = []
    ring = Ring(settings, start)

    def turns(count: int = 4, *, due: bool = False) -> int:
        if due:
            ring.due = ring.rests = 0.0
        for _ in range(count):
            ring.turn()
        return len(started)

    return turns


def test_a_backup_is_made_at_once_and_then_when_it_is_due(played, event, by):
    first = [played(), played()]
    score(event, by("z1-judge-1"), "z1-judge-1", "3101")
    assert [*first, played(), played(due=True)] == [1, 1, 1, 2]


def test_where_nothing_changed_the_last_one_is_good_until_now(played, settings, clock):
    played()
    with writing():
        for backup in db.session.scalars(select(Backup)):
            backup.holds_until = backup.at = clock.at.replace(year=2024)
    assert played(due=True) == 1
    assert ring_of(settings, clock()).standing is Standing.GOOD


def test_one_that_somebody_deleted_is_made_again(played, settings):
    played()
    for file in settings.backups.iterdir():
        file.unlink()
    assert played(due=True) == 2


def test_one_that_is_asked_for_is_made_though_nothing_is_due(played, by):
    played()
    ask(by)
    assert played() == 2


def test_what_fails_is_tried_again_after_a_rest(played, settings):
    settings.backups.write_text("a file where a folder should be")
    tried = [played(), played()]
    settings.backups.unlink()
    assert [*tried, played(due=True), played(due=True)] == [1, 1, 2, 2]


def test_a_closed_event_needs_none_but_what_is_asked_for(played, panel, by):
    with writing():
        db.session.execute(text("UPDATE event SET state = 'closed'"))
    before = played()
    ask(by)
    assert [before, played()] == [0, 1]


def test_the_worker_makes_them(environment, event, settings, clock):
    leave()
    worker = subprocess.Popen([sys.executable, "-m", "panel.cli", "work"], cwd=ROOT, stderr=subprocess.PIPE)
    try:
        wait_for(lambda: ring_of(settings, clock()).good)
    finally:
        worker.terminate()
        _, stderr = worker.communicate(timeout=10)
    assert (worker.returncode, stderr) == (0, b"")
