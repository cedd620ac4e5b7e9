"""Leaves of a pack: the same as that paper by itself, drawn once, and nothing kept that lets somebody in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from panel.adapters.pdf import facts_of
from panel.config import Settings
from panel.domain.documents import Choice, Document
from panel.domain.errors import Conflict
from panel.operations.documents import ready, render
from panel.operations.galleys import galley_of, store_of
from panel.operations.packs import draw_missing, pack_leaves, submitted_sheets
from tests.conftest import CODE, score

SHEET = Choice(Document.SHEETS, seat="z1-judge-1", presenter="3101")


@pytest.fixture
def settings(app, event) -> Settings:
    found: Settings = app.extensions["panel_settings"]
    return found


@pytest.fixture
def scored(event, by) -> None:
    for presenter in ("3101", "3116"):
        score(event, by("z1-judge-1"), "z1-judge-1", presenter)


def test_a_leaf_is_what_the_paper_is_by_itself(event, settings, scored):
    leaves = pack_leaves(event, Choice(Document.PACK), settings)
    sheets = [leaf.galley for leaf in leaves if "ใบคะแนน" in leaf.part]
    assert sheets == [galley_of(event, replace(SHEET, presenter=each), settings) for each in ("3101", "3116")]


def test_a_sheet_says_the_same_of_itself_with_and_without_its_zone(event, settings, scored):
    alone, of_zone = (galley_of(event, replace(SHEET, zone=zone), settings) for zone in (None, "z1"))
    assert alone == of_zone


def test_only_what_was_submitted_is_drawn_ahead(event, zone, settings, scored, by):
    score(event, by("z1-judge-2"), "z1-judge-2", "3101", submit=False)
    assert len(submitted_sheets(zone, settings)) == 2
    assert submitted_sheets(zone, settings)[0] == galley_of(event, SHEET, settings)


@pytest.mark.parametrize("changes", [{"title": "another"}, {"pages": ("<p>ก",)}, {"facts": {"panel": "{}"}}])
def test_a_key_is_another_where_anything_is(event, settings, scored, changes):
    galley = galley_of(event, SHEET, settings)
    assert replace(galley, **changes).key() != galley.key()


@pytest.mark.pdf
def test_the_bytes_are_the_same_from_the_store_and_without_it(event, settings, scored):
    assert ready(event, SHEET, settings) is None
    first = render(event, SHEET, settings)
    assert [render(event, SHEET, settings), ready(event, SHEET, settings)] == [first, first]
    assert galley_of(event, SHEET, settings).draw() == first
    assert f'"event":"{CODE}"' in facts_of(first)["panel"] and "asker" not in facts_of(first)["panel"]


@pytest.mark.pdf
def test_what_lets_in_is_never_kept(event, settings):
    slips = Choice(Document.ACCESS_SLIPS, zone="z1", loopback=True)
    assert render(event, slips, settings).startswith(b"%PDF") and not store_of(settings).folder.exists()


def test_what_is_kept_is_not_drawn_again(event, settings, scored):
    told, leaves = [], pack_leaves(event, Choice(Document.PACK), settings)
    for leaf in leaves:
        store_of(settings).keep(leaf.galley.key(), b"kept")
    draw_missing([leaf.galley for leaf in leaves], settings, lambda *far: told.append(far))
    assert told == [(len(leaves), len(leaves))]
    assert {store_of(settings).find(leaf.galley.key()) for leaf in leaves} == {b"kept"}


def test_a_zone_without_anything_to_print_has_no_sheets_in_its_pack(event, settings):
    with pytest.raises(Conflict) as refusal:
        render(event, Choice(Document.SHEETS), settings)
    assert refusal.value.code == "document.empty"
    parts = {leaf.part for leaf in pack_leaves(event, Choice(Document.PACK), settings)}
    assert not [part for part in parts if "ใบคะแนน" in part]
