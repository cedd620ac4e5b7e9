"""The states of a sheet: the table printed in the module is the table that the module follows."""

import re
from itertools import product

import pytest

from panel.domain import sheets
from panel.domain.errors import Conflict, Forbidden, PanelError
from panel.domain.sheets import NEEDS_REASON, WRITES, Act, Actor, State, idle, next_state, takes_writes

LETTERS = {"a": Actor.AUTHOR, "s": Actor.SECRETARY, "c": Actor.CHAIR}


def printed_table():
    """The rows of the module docstring's table, each a mapping of act to cell, by the row's head."""
    lines = [line for line in sheets.__doc__.splitlines() if line.startswith("    ")]
    (_, *acts), *rows = [re.split(r"\s{2,}", line.strip()) for line in lines]
    cells = {head: dict(zip(acts, row, strict=True)) for head, *row in rows}
    return {
        head: {Act(act): cell for acts, cell in row.items() for act in acts.split()}
        for head, row in cells.items()
    }


TABLE = printed_table()
ACTORS = {act: {LETTERS[letter] for letter in cell.split()} for act, cell in TABLE.pop("by").items()}


def printed(state, act, actor):
    if actor not in ACTORS[act]:
        return Forbidden
    cell = TABLE[state][act]
    return Conflict if cell in {"–", "(late)"} else State(cell)


def tried(state, act, actor):
    try:
        return next_state(state, act, actor)
    except PanelError as refusal:
        return type(refusal)


def test_the_printed_table_has_every_state_act_and_actor():
    assert set(TABLE) == set(State)
    assert [set(row) for row in TABLE.values()] == [set(Act)] * len(State)
    assert set.union(*ACTORS.values()) == set(Actor)


@pytest.mark.parametrize(("state", "act", "actor"), list(product(State, Act, Actor)))
def test_every_act_does_what_the_printed_table_says(state, act, actor):
    assert tried(state, act, actor) == printed(state, act, actor)


@pytest.mark.parametrize("state", State)
def test_marks_are_late_where_the_printed_table_says_late(state):
    assert takes_writes(state) == all(TABLE[state][act] != "(late)" for act in WRITES)


@pytest.mark.parametrize("state", State)
def test_a_mark_never_changes_the_state(state):
    assert {tried(state, act, Actor.AUTHOR) for act in WRITES} <= {state, Conflict}


@pytest.mark.parametrize(
    ("acts", "end"),
    [
        ("submit confirm", State.CONFIRMED),
        ("submit withdraw submit confirm", State.CONFIRMED),
        ("submit return mark submit", State.SUBMITTED),
        ("submit return", State.RETURNED),
        ("submit confirm reopen return", State.RETURNED),
        ("recuse restore mark", State.DRAFT),
        ("absent restore submit", State.SUBMITTED),
        ("submit return recuse", State.RECUSED),
        ("submit return absent", State.ABSENT),
    ],
)
def test_the_life_of_a_sheet(acts, end):
    state = State.DRAFT
    for act in map(Act, acts.split()):
        state = next_state(state, act, next(iter(ACTORS[act])))
    assert state is end


def test_the_wrong_actor_is_told_so_before_the_wrong_moment():
    with pytest.raises(Forbidden) as refusal:
        next_state(State.CONFIRMED, Act.RETURN, Actor.AUTHOR)
    assert (refusal.value.code, refusal.value.params) == ("sheet.not_yours", {"act": "return"})


def test_the_wrong_moment_names_state_and_act():
    with pytest.raises(Conflict) as refusal:
        next_state(State.CONFIRMED, Act.WITHDRAW, Actor.AUTHOR)
    expected = ("sheet.wrong_state", {"state": "confirmed", "act": "withdraw"})
    assert (refusal.value.code, refusal.value.params) == expected


def test_the_acts_that_set_a_sheet_aside_or_back_need_a_reason():
    assert {Act.RETURN, Act.RECUSE, Act.ABSENT, Act.RESTORE, Act.REOPEN} == NEEDS_REASON


def test_submitted_and_confirmed_sheets_count():
    assert {state for state in State if state.counts} == {State.SUBMITTED, State.CONFIRMED}


def test_draft_and_returned_sheets_are_pending():
    assert {state for state in State if state.pending} == {State.DRAFT, State.RETURNED}


@pytest.mark.parametrize(
    ("act", "states"),
    [
        (Act.SUBMIT, {State.SUBMITTED, State.CONFIRMED}),
        (Act.WITHDRAW, {State.DRAFT, State.RETURNED, State.RECUSED, State.ABSENT}),
        (Act.RECUSE, {State.RECUSED}),
        (Act.RETURN, set()),
    ],
)
def test_an_act_is_idle_where_the_sheet_stands_as_its_author_wants_it(act, states):
    assert {state for state in State if idle(state, act)} == states
