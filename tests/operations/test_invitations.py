"""Each amphoe has a person of its own, who follows its name and brings for it alone."""

from __future__ import annotations

import shutil

import pytest
from sqlalchemy import delete, select

from panel.adapters.folder import read_folder
from panel.adapters.uploads import CheckedFile, Kind, staged
from panel.db import db, writing
from panel.domain.errors import Faults
from panel.domain.materials import MaterialKind
from panel.models import Person, Record
from panel.operations.invitations import invite_missing
from panel.operations.materials import bring_file
from panel.operations.reloads import reload_event
from panel.queries.accounts import find_person
from panel.queries.events import find_presenter
from panel.queries.materials import uninvited
from tests.conftest import REFERENCE, SECRET, settings_for
from tests.files import picture


@pytest.fixture
def reload(event, by, tmp_path):
    """Load the folder again with some of its words exchanged."""

    def loaded(*pairs):
        folder = tmp_path / REFERENCE.name
        if not folder.exists():
            shutil.copytree(REFERENCE, folder)
        file = folder / "event.toml"
        text = file.read_text()
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        file.write_text(text)
        with writing():
            reload_event(event, read_folder(folder), by=by("organiser"), secret=SECRET)

    return loaded


def amphoe(event, code="3101") -> Person:
    person = find_person(event, f"amphoe-{code}")
    assert person is not None
    return person


LISTED = '    "3101", # เมืองบุรีรัมย์\n'
TABLE = '[[presenters]]\ncode = "3101"'


def without_3101() -> list[tuple[str, str]]:
    text = (REFERENCE / "event.toml").read_text()
    start = text.index(TABLE)
    table = text[start : text.index("[[", start + 2)]
    return [(LISTED, ""), (table, "")]


def test_every_amphoe_is_let_in_and_practice_is_not(event):
    found = db.session.scalars(select(Person).where(Person.presents_id.is_not(None)))
    told = {each.code: (each.name, each.presents.code, each.organiser, len(each.seats)) for each in found}
    assert len(told) == 23
    assert told["amphoe-3101"] == ("อำเภอเมืองบุรีรัมย์", "3101", False, 0)


def test_a_renamed_amphoe_renames_its_person_and_keeps_the_link(event, reload):
    before = amphoe(event).link_digest
    reload(('name = "เมืองบุรีรัมย์"', 'name = "บุรีรัมย์"'))
    assert (amphoe(event).name, amphoe(event).link_digest) == ("อำเภอบุรีรัมย์", before)


def test_an_amphoe_that_is_taken_out_brings_nothing_any_more_and_comes_back(event, reload):
    before, gone = amphoe(event).link_digest, without_3101()
    reload(*gone)
    assert amphoe(event).presents is None
    whole = thinned = (REFERENCE / "event.toml").read_text()
    for old, new in gone:
        thinned = thinned.replace(old, new)
    reload((thinned, whole))
    assert (amphoe(event).presents.code, amphoe(event).link_digest) == ("3101", before)


def test_an_amphoe_that_brought_something_is_not_taken_out(event, reload, by, tmp_path):
    settings = settings_for("sqlite://", tmp_path)
    file = CheckedFile(picture(), Kind.PNG, "a.png")
    with staged(settings, file.content) as place, writing():
        bring_file(
            find_presenter(event, "3101"),
            MaterialKind.EVIDENCE,
            file,
            place,
            title="",
            by=by("amphoe-3101"),
            settings=settings,
        )
    with pytest.raises(Faults) as refused:
        reload(*without_3101())
    assert [(fault.place, fault.code) for fault in refused.value.faults] == [
        ("presenter.3101", "reload.materials")
    ]


def test_an_older_database_gets_its_presenters_by_a_button(event, by):
    with writing():
        db.session.execute(delete(Person).where(Person.presents_id.is_not(None)))
    assert len(uninvited(event)) == 23
    with writing():
        new = invite_missing(event, by=by("organiser"), secret=SECRET)
        assert invite_missing(event, by=by("organiser"), secret=SECRET) == []
    assert (len(new), uninvited(event)) == (23, [])
    acts = db.session.scalars(select(Record).where(Record.act == "presenters.invited").order_by(Record.id))
    assert [len(each.body["persons"]) for each in acts] == [23, 0]
