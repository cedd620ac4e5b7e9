"""What came late or was held, on the chair's board: seen by whom it may be, and decided on by the chair."""

from __future__ import annotations

from uuid import uuid4

import pytest

from panel.db import db
from panel.domain.sheets import Act, HeldFor
from panel.models import Deposit
from panel.operations.entries import NewEntry
from tests.conftest import CODE, MARKS, entries_for
from tests.statements import counted
from tests.web.conftest import page

ZONE = f"/events/{CODE}/zones/z1"
BOARD = f"{ZONE}/board"
JUDGE = "z1-judge-1"
DECISION = f"{ZONE}/deposits/{JUDGE}/3101/settlement"
WHY = "sent before the end"


@pytest.fixture
def held(stage) -> list[str]:
    """A judge's whole sheet and its submission, held at the door; the chair has scored. Their UUIDs."""
    stage.score("z1-chair")
    entries = [*entries_for(JUDGE, "3101"), NewEntry(str(uuid4()), JUDGE, "3101", Act.SUBMIT)]
    stage.hold(JUDGE, *entries)
    return [entry.uuid for entry in entries]


def settlements(stage) -> set[str]:
    return stage.run(lambda event: set(db.session.scalars(db.select(Deposit.settlement))))


def shown_late(response) -> str:
    text = page(response)
    return text[text.index('id="late-entries"') :]


def test_a_held_sheet_is_one_list_with_what_counts_now_and_why_it_was_held(as_, held):
    shown = shown_late(as_("z1-chair").get(BOARD))
    for words in ("12 changes", "With its submission", "Item 1.1", "signed out, or the event closed"):
        assert words in shown
    assert shown.count('name="entries"') == 12
    assert shown.count('name="reason"') == 1


@pytest.mark.parametrize(
    ("held_for", "words"),
    [
        (HeldFor.MOVED, "moved to another zone"),
        (HeldFor.VERSION, "another version of the instrument"),
        (HeldFor.CLOSED, "could not be submitted"),
    ],
)
def test_it_is_told_why_it_was_held(stage, as_, held_for, words):
    stage.score("z1-chair")
    stage.hold(JUDGE, NewEntry(str(uuid4()), JUDGE, "3101", Act.MARK, "1.1", "5"), held_for=held_for)
    assert words in shown_late(as_("z1-chair").get(BOARD))


def test_changes_of_one_field_are_one_line_with_their_last_word(stage, as_):
    stage.score("z1-chair")
    one, two = (NewEntry(str(uuid4()), JUDGE, "3101", Act.MARK, "1.1", value) for value in ("5", "6"))
    stage.hold(JUDGE, one, two)
    shown = shown_late(as_("z1-chair").get(BOARD))
    assert (shown.count('name="entries"'), f'value="{one.uuid} {two.uuid}"' in shown) == (1, True)
    assert "changed 2 times" in shown
    assert "<strong>6</strong>" in shown_late(as_("z1-secretary").get(BOARD))


def test_a_chair_who_scores_decides_on_a_sheet_that_was_never_in_without_reading_it(stage, as_):
    stage.score("z1-chair")
    said = {"reason": "a cousin"}
    stage.hold(
        JUDGE,
        NewEntry(str(uuid4()), JUDGE, "3101", Act.MARK, "1.1", "6.5"),
        NewEntry(str(uuid4()), JUDGE, "3101", Act.COMMENT, "1", "worth it"),
        NewEntry(str(uuid4()), JUDGE, "3101", Act.RECUSE, value=said),
    )

    def told():
        shown = shown_late(as_("z1-chair").get(BOARD))
        return [words in shown for words in ("shown once this sheet is in", "6.5", "worth it", "a cousin")]

    assert told() == [True, False, False, True]
    stage.score(JUDGE)
    assert told() == [False, True, True, True]


def test_a_held_sheet_is_taken_in_with_one_reason(stage, as_, held):
    chair = as_("z1-chair")
    answer = chair.post(DECISION, data={"entries": held, "take": "1", "reason": WHY}, follow_redirects=True)
    assert "Settled." in answer.text
    assert "late-entries" not in answer.text
    assert (settlements(stage), "<strong>80</strong>" in answer.text) == ({"taken"}, True)


def test_a_held_sheet_is_set_aside(stage, as_, held):
    chair = as_("z1-chair")
    assert chair.post(DECISION, data={"entries": held, "take": "0", "reason": WHY}).status_code == 302
    assert settlements(stage) == {"set aside"}
    assert "late-entries" not in chair.get(BOARD).text


def test_only_what_is_ticked_is_decided_on(stage, as_, held):
    chair = as_("z1-chair")
    chair.post(DECISION, data={"entries": [" ".join(held[:2])], "take": "1", "reason": WHY})
    assert "10 changes" in shown_late(chair.get(BOARD))


def test_a_decision_without_a_reason_is_refused_on_the_board_with_what_was_ticked(as_, held):
    answer = as_("z1-chair").post(DECISION, data={"entries": held[:3], "take": "1", "reason": " "})
    shown = shown_late(answer)
    assert (answer.status_code, "Give a reason." in shown, shown.count(" checked")) == (422, True, 3)


def test_what_can_not_be_taken_is_named_and_the_reason_is_still_there(stage, as_, held):
    data = {"entries": held[1:], "take": "1", "reason": WHY}  # without item 1.1
    answer = as_("z1-chair").post(DECISION, data=data)
    shown = shown_late(answer)
    assert (answer.status_code, f'value="{WHY}"' in shown) == (422, True)
    assert "the submission can't be. Not every item has a mark: 1.1." in shown
    assert settlements(stage) == {""}


def test_nothing_ticked_is_told(as_, held):
    answer = as_("z1-chair").post(DECISION, data={"take": "1", "reason": WHY})
    assert (answer.status_code, "Tick at least one change." in answer.text) == (422, True)


def test_the_judge_is_left_to_choose_what_was_changed_elsewhere_since(stage, as_, held):
    stage.act(JUDGE, JUDGE, Act.MARK, node="1.1", value="2")
    chair = as_("z1-chair")
    data = {"entries": held[:2], "take": "1", "reason": WHY}
    answer = page(chair.post(DECISION, data=data, follow_redirects=True))
    assert "1 field was changed elsewhere since" in answer
    assert "1 answer for the judge to settle" in answer[answer.index('id="conflicts"') :]


def test_for_an_amphoe_that_has_left_the_zone_nothing_can_be_taken_in(stage, as_):
    entry = NewEntry(str(uuid4()), JUDGE, "3111", Act.MARK, "1.1", "5")
    stage.hold(JUDGE, entry, held_for=HeldFor.MOVED)
    chair = as_("z1-chair")
    shown = shown_late(chair.get(BOARD))
    assert ("Satuek" in shown, "Take in" in shown, "Set aside what is ticked" in shown) == (True, False, True)
    url = DECISION.replace("3101", "3111")
    assert chair.post(url, data={"entries": entry.uuid, "take": "0", "reason": WHY}).status_code == 302


def test_a_chair_who_has_still_to_score_neither_sees_nor_decides(stage, as_):
    entry = NewEntry(str(uuid4()), JUDGE, "3101", Act.MARK, "1.1", "9.5")
    stage.hold(JUDGE, entry)
    chair = as_("z1-chair")
    shown = shown_late(chair.get(BOARD))
    assert ("9.5" in shown, "Shown once your own sheet is in." in shown) == (False, True)
    answer = chair.post(DECISION, data={"entries": entry.uuid, "take": "1", "reason": WHY})
    assert (answer.status_code, settlements(stage)) == (403, {""})


def test_a_chair_decides_on_the_own_changes_before_scoring(stage, as_):
    own = entries_for("z1-chair", "3101")[0]
    stage.hold("z1-chair", own)
    assert "Item 1.1" in shown_late(as_("z1-chair").get(BOARD))
    form = {"entries": own.uuid, "reason": WHY, "take": "1"}
    decided = as_("z1-chair").post(DECISION.replace(JUDGE, "z1-chair"), data=form)
    assert (decided.status_code, settlements(stage)) == (302, {"taken"})


def test_a_secretary_sees_what_waits_without_deciding(as_, held):
    secretary = as_("z1-secretary")
    shown = shown_late(secretary.get(BOARD))
    assert ("Item 1.1" in shown, 'name="reason"' in shown) == (True, False)


@pytest.mark.parametrize("person", [JUDGE, "z1-secretary", "organiser", "z2-chair", "province-chair"])
def test_nobody_but_the_zones_chair_decides(stage, as_, held, person):
    answer = as_(person).post(DECISION, data={"entries": held, "take": "1", "reason": WHY})
    assert (answer.status_code, settlements(stage)) == (403, {""})


def test_a_final_zone_says_to_be_reopened_first(stage, as_):
    stage.score_zone()
    stage.finalise()
    stage.act(JUDGE, JUDGE, Act.MARK, node="1.1", value="2")
    chair = as_("z1-chair")
    shown = shown_late(chair.get(BOARD))
    uuid = shown.split('name="entries" value="')[1][:36]
    answer = chair.post(DECISION, data={"entries": uuid, "take": "1", "reason": WHY})
    assert (answer.status_code, "reopen it before anything" in answer.text) == (422, True)
    assert chair.post(DECISION, data={"entries": uuid, "take": "0", "reason": WHY}).status_code == 302


def test_finalising_is_refused_while_something_is_held_and_warned_while_judges_have_to_choose(stage, as_):
    stage.score_zone()
    entry = NewEntry(str(uuid4()), JUDGE, "3101", Act.MARK, "1.1", "2")
    stage.hold(JUDGE, entry)
    stage.act(JUDGE, JUDGE, Act.WITHDRAW)
    stage.act(JUDGE, JUDGE, Act.MARK, node="1.2", value="1")
    stage.act(JUDGE, JUDGE, Act.SUBMIT)
    shown = page(as_("z1-chair").get(f"{ZONE}/finalisation"))
    assert "changes that wait for your decision: 1." in shown
    assert "1 answer waits for its judge" in shown
    assert 'name="pin"' not in shown


def test_late_and_held_marks_of_a_sheet_are_taken_in_together(stage, as_):
    stage.score(JUDGE)
    stage.score("z1-chair", marks=MARKS | {"1.1": "6"})
    stage.hold(JUDGE, NewEntry(str(uuid4()), JUDGE, "3101", Act.MARK, "1.2", "8"))
    stage.act(JUDGE, JUDGE, Act.MARK, node="1.1", value="9.5")
    chair = as_("z1-chair")
    shown = shown_late(chair.get(BOARD))
    uuids = [part[:36] for part in shown.split('name="entries" value="')[1:]]
    chair.post(DECISION, data={"entries": uuids, "take": "1", "reason": WHY})
    assert "<strong>82.5</strong>" in chair.get(BOARD).text


def test_the_board_takes_as_many_queries_whatever_is_held(stage, as_):
    def sent() -> int:
        with counted() as statements:
            assert chair.get(BOARD).status_code == 200
        return len(statements)

    chair = as_("z1-chair")
    stage.score("z1-chair")
    stage.hold(JUDGE, NewEntry(str(uuid4()), JUDGE, "3101", Act.MARK, "1.1", "5"))
    few = sent()
    for seat in ("z1-judge-2", "z1-judge-3"):
        stage.hold(seat, *entries_for(seat, "3101"), *entries_for(seat, "3116"))
    assert sent() == few
