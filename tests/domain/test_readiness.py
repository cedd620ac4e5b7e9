"""Readiness: each rule with what stands and what falls short."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from panel.domain import readiness as rules
from panel.domain.backups import Standing
from panel.domain.events import Rules
from panel.domain.readiness import PLACED, Attendee, Check, Hearing, Item, Lack, Urgency, is_role_name

NOW = datetime(2025, 8, 8, 2, 0, tzinfo=UTC)
READY = Attendee("นางสาวสมมุติ ตัวอย่าง", slip=True, devices=1, kept=6, sheets=6, guards=True, pin=True)
HEARD = Hearing("กระสัง", "Krasang", 5, 5)


@pytest.mark.parametrize(
    ("name", "nobody"),
    [
        ("กรรมการคนที่ ๑ กลุ่มโซนที่ ๑", True),
        ("ประธานกรรมการ กลุ่มโซนที่ 4", True),
        ("ประธานกรรมการระดับจังหวัด", True),
        ("เลขานุการ กลุ่มโซนเหนือ", True),
        ("กรรมการและผู้ช่วยเลขานุการ", True),
        ("Judge 2, Zone 1", True),
        ("", True),
        ("–", True),
        ("นายสมมุติ ตัวอย่าง", False),
        ("ผู้ช่วย ธนา", False),
        ("Chairat N.", False),
        ("Judge Dee", False),
    ],
)
def test_a_name_that_says_only_which_seat_it_is_names_nobody(name, nobody):
    assert is_role_name(name, ["กลุ่มโซนเหนือ"]) is nobody


@pytest.mark.parametrize(
    ("rule", "changes", "lack"),
    [
        (rules.named, {"name": "กรรมการคนที่ ๒"}, Lack("กรรมการคนที่ ๒")),
        (rules.slips_printed, {"slip": False}, Lack(READY.name)),
        (rules.signed_in, {"devices": 0}, Lack(READY.name)),
        (rules.sheets_kept, {"kept": 5}, Lack(READY.name, has=5, wants=6)),
        (rules.sheets_kept, {"kept": 0, "devices": 0}, Lack(READY.name, has=0, wants=6)),
        (rules.pins_set, {"pin": False}, Lack(READY.name)),
    ],
)
def test_who_falls_short_is_named(rule, changes, lack):
    found = rule([READY, replace(READY, **changes)])
    assert (found.ready, found.lacks, found.of) == (False, (lack,), 2)
    assert rule([READY, READY]) == Check(found.item, True, (), 2)


@pytest.mark.parametrize(
    ("rule", "spared"),
    [(rules.sheets_kept, {"sheets": 0, "kept": 0}), (rules.pins_set, {"guards": False, "pin": False})],
)
def test_who_needs_it_not_is_not_asked_for_it(rule, spared):
    found = rule([READY, replace(READY, **spared)])
    assert (found.ready, found.of) == (True, 1)


@pytest.mark.parametrize(
    ("eligible", "judging", "quorum", "wants"),
    [
        (5, 5, None, None),
        (5, 3, None, None),
        (5, 2, None, 3),
        (2, 2, None, 3),
        (10, 4, None, 5),
        (2, 2, 2, None),
        (1, 1, 2, 2),
        (5, 3, 4, 4),
    ],
)
def test_too_few_judges_make_no_rank(eligible, judging, quorum, wants):
    hearing = replace(HEARD, eligible=eligible, judges=judging)
    found = rules.quorum_met([hearing], Rules(quorum=quorum))
    assert found.lacks == (() if wants is None else (Lack("กระสัง", "Krasang", judging, wants),))
    assert found.ready is (wants is None)


@pytest.mark.parametrize(
    ("item", "stands", "falls"),
    [
        (Item.EVEN, rules.evenly_judged([]), rules.evenly_judged([Lack("กระสัง", "Krasang")])),
        (Item.CONNECTED, rules.zones_connected([]), rules.zones_connected([Lack("รอบกลุ่มโซน")])),
        (Item.CLASHES, rules.without_clashes(0), rules.without_clashes(3)),
        (Item.PUBLISHED, rules.published(ever=True, current=True), rules.published(ever=True, current=False)),
        (
            Item.PUBLISHED,
            rules.published(ever=True, current=True),
            rules.published(ever=False, current=False),
        ),
        (Item.VERSIONS, rules.one_version([], locked=True), rules.one_version([Lack("z1")], locked=True)),
        (
            Item.MATERIALS,
            rules.materials_brought([], 23, NOW),
            rules.materials_brought([Lack("กระสัง")], 23, NOW),
        ),
        (Item.ADDRESS, rules.reachable(loopback=False), rules.reachable(loopback=True)),
        (Item.HTTPS, rules.encrypted(secure=True), rules.encrypted(secure=False)),
        (Item.WORKER, rules.worker_alive(0.5), rules.worker_alive(None)),
        (Item.WORKER, rules.worker_alive(30), rules.worker_alive(31)),
        (Item.BACKUP, rules.backed_up(Standing.GOOD, 3), rules.backed_up(Standing.LATE, 12)),
        (Item.BACKUP, rules.backed_up(Standing.GOOD, 3), rules.backed_up(Standing.MISSING, None)),
        (Item.DISK, rules.disk_free(10**9), rules.disk_free(10**9 - 1)),
        (Item.FONTS, rules.fonts_there(found=True), rules.fonts_there(found=False)),
        (
            Item.CLOCK,
            rules.clock_right(NOW, None, set_by_hand=False),
            rules.clock_right(NOW, None, set_by_hand=True),
        ),
        (
            Item.CLOCK,
            rules.clock_right(NOW, NOW, set_by_hand=False),
            rules.clock_right(NOW, NOW + timedelta(seconds=1), set_by_hand=False),
        ),
    ],
)
def test_each_thing_stands_or_falls_short(item, stands, falls):
    assert [(each.item, each.ready) for each in (stands, falls)] == [(item, True), (item, False)]


def test_advice_is_not_counted_among_what_is_missing():
    assert [rules.without_clashes(1).missing, rules.zones_connected([Lack("z")]).missing] == [True, False]


def test_every_item_has_its_place():
    assert set(PLACED) == set(Item)
    assert {urgency for _, urgency, _ in PLACED.values()} == set(Urgency)
