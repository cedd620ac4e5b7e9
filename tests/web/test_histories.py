"""A sheet's history: every entry in order, what became of it, and who settled it why."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from panel.db import db
from panel.domain.sheets import Act
from panel.models import Entry
from panel.operations.deposits import settle_held
from panel.operations.entries import NewEntry
from tests.conftest import CODE, MARKS
from tests.statements import counted
from tests.web.conftest import page

ZONE = f"/events/{CODE}/zones/z1"
JUDGE = "z1-judge-1"
SHEET = f"{ZONE}/sheets/{JUDGE}/3101"
HISTORY = f"{SHEET}/history"


def mark(value: str, node: str = "1.1", **parts: object) -> NewEntry:
    return NewEntry(str(uuid4()), JUDGE, "3101", Act.MARK, node, value, **parts)


def rows(client, url: str = HISTORY) -> list[list[str]]:
    """Item, value, fate, time and way of each line, without markup."""
    response = client.get(url)
    assert response.status_code == 200
    body = page(response).split("<tbody>")[1].split("</tbody>")[0]
    lines = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in body.split("</tr>")[:-1]]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in line] for line in lines]


def settle(stage, *, take: bool) -> None:
    def act(event) -> None:
        uuids = db.session.scalars(db.select(Entry.uuid).where(Entry.status == "late")).all()
        by = stage.by("z1-chair")
        settle_held(stage.zone(), JUDGE, "3101", uuids, by=by, take=take, reason="no network")

    stage.run(act, write=True)


def test_a_sheet_without_entries_has_no_history_yet(as_):
    assert "Nothing was entered yet" in as_(JUDGE).get(HISTORY).text


def test_what_counts_and_what_was_replaced_stand_in_the_order_in_which_they_came(stage, as_, clock):
    stage.score(JUDGE, marks={"1.1": "8"}, submit=False)
    clock.forward(minutes=1)
    base = stage.run(lambda event: db.session.scalar(db.select(Entry.uuid)))
    stage.act(JUDGE, JUDGE, Act.MARK, node="1.1", value="9", base=base)
    assert rows(as_(JUDGE)) == [
        ["Item 1.1", "8", "Replaced later", "09:10", "tablet"],
        ["Item 1.1", "9", "Counts now", "09:11", "tablet"],
    ]


def test_acts_are_told_with_their_reason_and_who_did_them(stage, as_):
    stage.score(JUDGE, marks=MARKS)
    stage.act("z1-chair", JUDGE, Act.RETURN, value={"reason": "look at 2.1 again"})
    *_, submitted, returned = rows(as_(JUDGE))
    assert submitted == ["Submission", "", "Done", "09:10", "tablet"]
    assert returned[:3] == ["Returned", "look at 2.1 again", "Done"]


def test_stale_entries_wait_for_the_judge_and_late_ones_for_the_chair(stage, as_):
    stage.score(JUDGE)
    stage.act(JUDGE, JUDGE, Act.WITHDRAW)
    stage.act(JUDGE, JUDGE, Act.MARK, node="1.1", value="5")
    stage.act(JUDGE, JUDGE, Act.SUBMIT)
    stage.act(JUDGE, JUDGE, Act.MARK, node="1.2", value="5")
    fates = [line[2] for line in rows(as_(JUDGE))]
    assert fates[-3:] == [
        "Waits for the judge",
        "Done",
        "Waits for the chair The sheet took no more marks when it came.",
    ]


@pytest.mark.parametrize(
    ("take", "fate"),
    [(True, "Counts now Taken in 09:12"), (False, "Set aside Set aside 09:12")],
)
def test_a_settled_entry_says_by_whom_when_and_why(stage, as_, clock, take, fate):
    stage.score(JUDGE)
    stage.act(JUDGE, JUDGE, Act.MARK, node="1.1", value="5")
    clock.forward(minutes=2)
    settle(stage, take=take)
    last = rows(as_(JUDGE))[-1][2]
    assert last.startswith(fate)
    assert last.endswith(": no network")


@pytest.mark.parametrize(
    ("take", "fate"),
    [(None, "Waits for the chair"), (True, "Counts now"), (False, "Set aside")],
)
def test_a_deposit_is_one_line_whatever_became_of_it(stage, as_, clock, take, fate):
    entry = mark("5")
    stage.hold(JUDGE, entry)
    clock.forward(minutes=2)
    if take is not None:
        stage.run(
            lambda event: settle_held(
                stage.zone(), JUDGE, "3101", [entry.uuid], by=stage.by("z1-chair"), take=take, reason="why"
            ),
            write=True,
        )
    [[*_, said, time, _]] = rows(as_(JUDGE))
    assert (time, said.startswith(fate), "signed out, or the event closed" in said) == ("09:10", True, True)


@pytest.mark.parametrize(("seconds", "shown"), [(60, False), (61, True)])
def test_the_tablets_time_is_told_where_it_is_another(stage, as_, clock, seconds, shown):
    said = clock() - timedelta(seconds=seconds)
    stage.act(JUDGE, JUDGE, Act.MARK, node="1.1", value="8", device_at=said)
    [[*_, time, _]] = rows(as_(JUDGE))
    assert ("on the tablet" in time) is shown


def test_a_long_history_has_pages(stage, as_):
    stage.hold(JUDGE, *[mark(str(number % 10)) for number in range(120)])
    judge = as_(JUDGE)
    assert [len(rows(judge, f"{HISTORY}?page={number}")) for number in (1, 2, 7, -1)] == [100, 20, 20, 100]
    assert f"{HISTORY}?page=2" in judge.get(HISTORY).text


def test_a_history_takes_as_many_queries_whatever_its_length(stage, as_):
    judge = as_(JUDGE)

    def sent() -> int:
        with counted() as statements:
            assert judge.get(HISTORY).status_code == 200
        return len(statements)

    stage.score(JUDGE, marks={"1.1": "8"}, submit=False)
    few = sent()
    stage.score(JUDGE, marks=MARKS | {"1.1": "7"})
    stage.hold(JUDGE, mark("5"))
    assert sent() == few


@pytest.mark.parametrize(
    ("person", "status"),
    [
        (JUDGE, 200),
        ("z1-judge-2", 403),
        ("z1-chair", 403),  # has still to score the amphoe
        ("z1-secretary", 200),
        ("organiser", 200),
        ("z2-chair", 403),
    ],
)
def test_a_history_is_for_its_author_and_for_who_sees_the_marks(stage, as_, person, status):
    stage.score(JUDGE)
    assert as_(person).get(HISTORY).status_code == status


def test_a_chair_reads_it_once_the_own_sheet_is_in(stage, as_):
    stage.score(JUDGE)
    stage.score("z1-chair")
    chair = as_("z1-chair")
    assert HISTORY in chair.get(f"{SHEET}/view").text
    assert "Counts now" in chair.get(HISTORY).text


def test_the_sheet_leads_to_its_history(as_):
    assert HISTORY in as_(JUDGE).get(SHEET).text
