"""`panel zone`: from a hall's server to the province's at a shell, and what is told of a refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from panel.adapters.dumps import SQLITE, kind_of
from panel.cli.edge import opened
from panel.db import db
from panel.domain.audit import EVENT_CHAIN
from panel.models import Chain, Record
from panel.queries.events import find_event, find_zone
from panel.queries.results import zone_results
from tests.conftest import CODE, score, settings_for
from tests.halls import Hall, author, opened_hall

JUDGE, FIRST = "z1-judge-1", "3101"


@pytest.fixture
def hall(house: Path, tmp_path: Path, clock) -> Iterator[Hall]:
    with opened_hall(house, tmp_path / "hall", clock) as opened:
        yield opened


@pytest.fixture
def at(panel, monkeypatch) -> Callable:
    """at(hall.settings, "zone", …): a command on another server."""

    def run(settings, *arguments: str):
        with monkeypatch.context() as there:
            there.setenv("PANEL_INSTANCE", str(settings.instance))
            there.setenv("PANEL_DATABASE_URL", settings.database_url)
            return panel(*arguments)

    return run


@pytest.fixture
def bundle(hall, at, tmp_path) -> str:
    """กลุ่มโซนที่ ๑ with one sheet, as the hall wrote it."""
    hall.score(JUDGE)
    file = tmp_path / "z1.zip"
    result = at(hall.settings, "zone", "export", CODE, "z1", "-o", str(file))
    assert (result.stdout, result.stderr) == (f"z1 is in {file}; sheets: 1, entries: 12, scans: 0\n", "")
    return str(file)


def test_a_zone_is_handed_over(panel, bundle, event):
    result = panel("zone", "import", bundle)
    words = f"{CODE}: z1 took in {bundle}; acts: 1, entries: 12, held as late: 0\n"
    assert (result.exit_code, result.stdout, result.stderr) == (0, words, "")
    [sheet] = zone_results(find_zone(find_event(CODE), "z1")).submitted
    assert (sheet.seat, sheet.presenter, sheet.outcome.value) == (JUDGE, FIRST, 80)
    assert panel("audit", "verify", CODE).stdout == f"{CODE}: the log is whole\n"


def test_again_there_is_nothing_to_do(panel, bundle):
    panel("zone", "import", bundle)
    result = panel("zone", "import", bundle)
    assert (result.exit_code, result.stdout) == (0, f"{CODE}: z1 has all that is in {bundle}\n")


def test_the_hall_keeps_in_mind_what_it_handed_over(hall, bundle):
    def latest(_) -> tuple[str, str]:
        record = db.session.scalars(
            db.select(Record).join(Chain).where(Chain.name == EVENT_CHAIN).order_by(Record.id.desc())
        ).first()
        return record.act, record.body["of"]

    assert hall.run(latest) == ("zone.exported", "z1")


def test_what_is_only_here_is_told_with_the_way_out_which_works(panel, bundle, event, by):
    score(event, by(JUDGE), JUDGE, FIRST, {"1.1": "3", "3": "4"}, submit=False)
    result = panel("zone", "import", bundle)
    assert (result.exit_code, result.stderr.splitlines()) == (
        1,
        [
            "z1: Only here: changes by seat z1-judge-1 on Mueang Buri Ram: 2, the last at 09:10.",
            "z1: With --hold the bundle is taken in, and these changes are kept as late: "
            "the chair settles them.",
        ],
    )
    held = panel("zone", "import", "--hold", bundle)
    words = f"{CODE}: z1 took in {bundle}; acts: 1, entries: 12, held as late: 2\n"
    assert (held.exit_code, held.stdout) == (0, words)


def test_another_secret_key_is_foreign(panel, bundle, monkeypatch):
    monkeypatch.setenv("PANEL_SECRET_KEY", "another secret key")
    result = panel("zone", "import", bundle)
    words = (
        "z1.zip was made by a server with another secret key. Only what was set up with this server's key, "
        "as by its backup, can hand a zone over to it.\n"
    )
    assert (result.exit_code, result.stderr) == (1, words)


def test_an_altered_bundle_is_refused(panel, bundle):
    content = Path(bundle).read_bytes()
    middle = content.index(b"zone.json") + 300
    Path(bundle).write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    result = panel("zone", "import", bundle)
    words = "z1.zip was changed since it was made: take it from its own server again.\n"
    assert (result.exit_code, result.stderr) == (1, words)


UNKNOWN = [
    (("zone", "export", "nowhere", "z1", "-o", "x.zip"), "There is no event nowhere.\n"),
    (("zone", "export", CODE, "z9", "-o", "x.zip"), "There is no zone z9.\n"),
    (("zone", "import", "gone.zip"), "gone.zip: No such file or directory\n"),
]


@pytest.mark.parametrize(("command", "words"), UNKNOWN, ids=["event", "zone", "file"])
def test_what_is_not_there_is_told(panel, tmp_path, monkeypatch, command, words):
    monkeypatch.chdir(tmp_path)
    result = panel(*command)
    assert (result.exit_code, result.stderr, list(tmp_path.glob("*.zip"))) == (1, words, [])


def test_a_hall_set_up_from_a_backup_hands_its_zone_back(panel, at, event, by, tmp_path, database_url):
    if kind_of(database_url) != SQLITE:
        pytest.skip("a backup is restored into its own kind of database")
    score(event, by(JUDGE), JUDGE, FIRST)
    backup, file = str(tmp_path / "panel.zip"), str(tmp_path / "z1.zip")
    laptop = settings_for(f"sqlite:///{tmp_path / 'laptop' / 'panel.db'}", tmp_path / "laptop")
    laptop.instance.mkdir()
    panel("backup", backup)
    assert at(laptop, "restore", backup).exit_code == 0
    with opened(laptop):
        score(find_event(CODE), author("z1-judge-2"), "z1-judge-2", FIRST)
    assert at(laptop, "zone", "export", CODE, "z1", "-o", file).exit_code == 0
    result = panel("zone", "import", file)
    assert result.stdout == f"{CODE}: z1 took in {file}; acts: 1, entries: 12, held as late: 0\n"
    assert panel("audit", "verify", CODE).exit_code == 0
