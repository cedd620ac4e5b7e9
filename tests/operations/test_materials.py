"""Presenters hand in files and links until the deadline, or until all is judged; what gives way is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from panel.adapters.uploads import CheckedFile, Kind, staged, upload_path
from panel.db import db, writing
from panel.domain.materials import MOST_EVIDENCE, MaterialKind
from panel.domain.sheets import Channel
from panel.models import Material, Record, Sheet
from panel.operations.materials import bring_file, bring_link, remove_material, set_deadline
from panel.operations.results import finalise_zone
from panel.operations.uploads import attach_scan, drop_scan
from panel.queries.events import find_presenter, find_zone
from panel.queries.materials import fetched_ahead, find_material, materials_of
from panel.queries.sheets import sheet_page
from panel.queries.uploads import scans_of
from tests.conftest import MORNING, refusal_of, score, score_zone, settings_for
from tests.files import picture

AMPHOE = "amphoe-3101"
VIDEO = "https://youtu.be/abc"


def png(number: int = 1, name: str = "ภาพรวม.png") -> CheckedFile:
    return CheckedFile(picture(size=(number, 1)), Kind.PNG, name)


@pytest.fixture
def settings(tmp_path):
    return settings_for("sqlite://", tmp_path)


@pytest.fixture
def bring(event, by, settings):
    """Somebody hands a file in for an amphoe."""

    def brought(kind=MaterialKind.EVIDENCE, file=None, *, title="", who=AMPHOE, presenter="3101"):
        file = file or png()
        with staged(settings, file.content) as place, writing():
            found = find_presenter(event, presenter)
            bring_file(found, kind, file, place, title=title, by=by(who), settings=settings)

    return brought


@pytest.fixture
def link(event, by, settings):
    def brought(url=VIDEO, title="A year in three minutes"):
        with writing():
            bring_link(find_presenter(event, "3101"), url=url, title=title, by=by(AMPHOE), settings=settings)

    return brought


@pytest.fixture
def remove(event, by, settings):
    def removed(code, who=AMPHOE, presenter="3101"):
        with writing():
            found = find_material(find_presenter(event, presenter), code)
            remove_material(found, by=by(who), settings=settings)

    return removed


@pytest.fixture
def listed(event):
    def found(presenter="3101"):
        return [(each.kind.value, each.title) for each in materials_of(find_presenter(event, presenter))]

    return found


def kept(tmp_path) -> int:
    return len([path for path in (tmp_path / "uploads").rglob("*") if path.is_file()])


def acts() -> list[tuple[str, str]]:
    records = db.session.scalars(select(Record).where(Record.act.startswith("material.")).order_by(Record.id))
    return [(each.act, each.body.get("title", "")) for each in records]


def test_a_file_is_kept_with_what_it_is_and_who_brought_it(bring, event, settings, by):
    bring(title="Our year")
    [found] = db.session.scalars(select(Material))
    facts = (found.presenter.code, found.person.code, found.media_type, found.size, found.name)
    assert facts == ("3101", AMPHOE, "image/png", len(png().content), "ภาพรวม.png")
    assert upload_path(settings, found.digest).read_bytes() == png().content
    assert acts() == [("material.brought", "Our year")]


def test_what_was_brought_comes_in_the_judges_order(bring, link, listed):
    bring(MaterialKind.EVIDENCE, png(1))
    link()
    bring(MaterialKind.INFOGRAPHIC, png(2), title="One page")
    bring(MaterialKind.EVIDENCE, png(3), title="Report")
    assert listed() == [
        ("infographic", "One page"),
        ("video", "A year in three minutes"),
        ("evidence", "ภาพรวม"),
        ("evidence", "Report"),
    ]


def test_another_takes_the_place_of_what_there_is_one_of(bring, link, listed, tmp_path):
    bring(MaterialKind.INFOGRAPHIC, png(1), title="first")
    bring(MaterialKind.INFOGRAPHIC, png(2), title="second")
    bring(MaterialKind.INFOGRAPHIC, png(2), title="by another name")
    link("https://youtu.be/1")
    link("https://youtu.be/2", "Cut")
    assert (listed(), kept(tmp_path)) == ([("infographic", "by another name"), ("video", "Cut")], 1)


@pytest.mark.parametrize("kind", [MaterialKind.EVIDENCE, MaterialKind.INFOGRAPHIC])
def test_the_very_same_file_is_taken_once(bring, kind):
    bring()
    assert refusal_of(bring, kind) == "material.twice"


def test_evidence_is_limited_in_number_and_in_bytes(bring, listed, monkeypatch, tmp_path):
    for number in range(1, MOST_EVIDENCE + 1):
        bring(file=png(number))
    assert refusal_of(bring, file=png(MOST_EVIDENCE + 1)) == "material.too_many"
    monkeypatch.setattr("panel.operations.materials.MOST_TOGETHER", 100)
    assert refusal_of(bring, MaterialKind.INFOGRAPHIC, png(MOST_EVIDENCE + 1)) == "material.too_much"
    assert (len(listed()), kept(tmp_path)) == (MOST_EVIDENCE, MOST_EVIDENCE)


def test_what_is_refused_takes_nothing_away(bring, listed, monkeypatch, tmp_path):
    bring(MaterialKind.INFOGRAPHIC, png(1))
    monkeypatch.setattr("panel.operations.materials.MOST_TOGETHER", 10)
    assert refusal_of(bring, MaterialKind.INFOGRAPHIC, png(2)) == "material.too_much"
    assert (listed(), kept(tmp_path)) == ([("infographic", "ภาพรวม")], 1)


def test_bytes_go_with_the_last_that_is_made_of_them(bring, remove, event, tmp_path):
    bring()
    bring(presenter="3116", who="organiser")
    [code] = {each.digest for each in db.session.scalars(select(Material))}
    remove(code)
    assert kept(tmp_path) == 1
    remove(code, "organiser", "3116")
    assert kept(tmp_path) == 0
    assert acts()[-1][0] == "material.removed"


def test_a_scan_of_the_same_bytes_keeps_them(bring, remove, event, by, settings, tmp_path):
    score(event, by("z1-judge-1"), "z1-judge-1", "3101")
    with writing():
        sheet = db.session.scalars(select(Sheet)).one()
        sheet.channel = Channel.PAPER
        attach_scan(sheet, png(), by=by("z1-secretary"), settings=settings)
    bring()
    with writing():
        [scan] = scans_of(sheet_page(event, "z1", "z1-judge-1", "3101"))
        drop_scan(scan, settings)
    assert kept(tmp_path) == 1
    remove(db.session.scalars(select(Material.digest)).one())
    assert kept(tmp_path) == 0


def test_after_the_deadline_only_organisers_change_anything(bring, remove, link, event, by, listed):
    bring(title="in time")
    with writing():
        set_deadline(event, MORNING - timedelta(minutes=1), by=by("organiser"))
    [code] = db.session.scalars(select(Material.digest))
    assert refusal_of(bring, file=png(2)) == "material.late"
    assert refusal_of(link) == "material.late"
    assert refusal_of(remove, code) == "material.late"
    bring(file=png(2), title="for them", who="organiser")
    remove(code, "organiser")
    assert listed() == [("evidence", "for them")]


def test_once_the_zone_is_final_nobody_does(bring, event, by):
    zone = find_zone(event, "z1")
    score_zone(event, zone, by)
    with writing():
        finalise_zone(zone, by=by("z1-chair"))
    assert refusal_of(bring) == "material.final"
    assert refusal_of(bring, who="organiser") == "material.final"
    bring(presenter="3110", who="organiser")


def test_small_files_are_fetched_ahead_as_long_as_there_is_room(bring, link, event, monkeypatch):
    link()
    bring(MaterialKind.INFOGRAPHIC, png(1), title="one")
    bring(MaterialKind.EVIDENCE, png(2), title="other")
    zone = find_zone(event, "z1")
    assert [each.title for each in fetched_ahead(zone)] == ["one", "other"]
    monkeypatch.setattr("panel.queries.materials.SMALL_TOGETHER", len(png(1).content))
    assert [each.title for each in fetched_ahead(zone)] == ["one"]
