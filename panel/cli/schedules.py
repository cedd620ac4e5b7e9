"""`panel schedule`: a plan by the solver or why there is none, and what clashes in the present one."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace

import click

from panel.adapters.language import N_
from panel.cli.documents import export
from panel.cli.edge import author, in_app, language, minutes_of, say, table, warn
from panel.db import db, writing
from panel.domain.clashes import check as check_schedule
from panel.domain.planning import Answer, Impossible, Plan, Problem, Undecided, Wish
from panel.domain.planning.cores import Message, core_to_json, describe_constraint, describe_core
from panel.domain.planning.terms import MOST_SECONDS, MOST_SEED, Terms
from panel.domain.schedules import (
    Clash,
    Schedule,
    Slot,
    WayOut,
    clash_to_json,
    clock,
    describe,
    describe_way_out,
    lay_out,
)
from panel.models import Event
from panel.operations.plans import apply_plan
from panel.queries.edits import plan_revision
from panel.queries.events import find_event
from panel.queries.planning import missed_sheets, problem_of
from panel.queries.schedules import display_names, event_schedule

_start = click.option("--start", metavar="HH:MM", help="As if every zone's first slot started then.")
_json = click.option("--json", "as_json", is_flag=True, help="As JSON.")


@click.group()
def schedule() -> None:
    """The plan of the day."""


schedule.add_command(export)


@schedule.command()
@click.argument("event")
@_start
@_json
@in_app
def check(event: str, start: str | None, as_json: bool) -> None:
    """List what clashes in the plan of EVENT, with the ways out; exit 1 if anything does."""
    found = find_event(event)
    clashes = check_schedule(_started(event_schedule(found), start))
    if as_json:
        _put([clash_to_json(clash) for clash in clashes])
    elif clashes:
        tell_clashes(found, clashes)
    else:
        say(N_("%(event)s: nothing clashes"), event=event)
    sys.exit(1 if clashes else 0)


@schedule.command()
@click.argument("event")
@_start
@click.option("--seed", type=click.IntRange(0, MOST_SEED), default=Terms.seed, show_default=True)
@click.option(
    "--seconds",
    type=click.IntRange(1, MOST_SECONDS),
    default=Terms.seconds,
    show_default=True,
    help="Search for at most so long.",
)
@click.option("--apply", "applied", is_flag=True, help="Take the plan, as one change that can be undone.")
@_json
@in_app
def plan(event: str, start: str | None, seed: int, seconds: int, applied: bool, as_json: bool) -> None:
    """Make a plan of EVENT; where there is none exit 1 with every clash and its ways out."""
    from panel.adapters.solver import solve

    found = find_event(event)
    terms = Terms(seed=seed, seconds=seconds, start=None if start is None else minutes_of(start))
    problem, revision = problem_of(found, terms), plan_revision(found)
    db.session.rollback()
    answer = solve(problem, seed=terms.seed, seconds=terms.seconds)
    if applied and isinstance(answer, Plan):
        with writing():
            apply_plan(find_event(event), answer, by=author(), seen=revision, start=terms.start)
    if as_json:
        _put(_answer_to_json(answer, problem))
    else:
        _tell(find_event(event), answer)
    sys.exit(0 if isinstance(answer, Plan) else 1)


def _tell(event: Event, answer: Answer) -> None:
    """The plan and its costs on stdout; why there is none on stderr."""
    names = display_names(event, language().name)
    match answer:
        case Plan():
            click.echo(_table(names, answer.slots))
            click.echo()
            click.echo(table(_costs(answer)))
            for seat, presenter in missed_sheets(event, answer):
                say(
                    N_("%(person)s (%(zone)s) misses %(presenter)s."),
                    person=language().name(seat.person),
                    zone=names[seat.zone.code] if seat.zone else "",
                    presenter=names[presenter],
                )
            for request in answer.refused:
                say(N_("The request of %(presenter)s is not granted."), presenter=names[request.presenter])
        case Impossible(cores):
            for core in cores:
                held = [describe_constraint(constraint, names) for constraint in core.constraints]
                _tell_words([describe_core(core, names), *held], core.ways_out, names)
        case Undecided():
            warn(N_("The time was up before a plan was found or ruled out. Search with more --seconds."))


def _costs(plan: Plan) -> Iterable[tuple[str, str, str]]:
    """Each wish with how much of it the plan breaks, and what is proven of that."""
    for cost in plan.costs:
        figure = language().minutes if cost.wish is Wish.END else str
        proven = N_("proven: no plan is better") if cost.value == cost.bound else N_("not below %(bound)s")
        words = language().text(proven, bound=figure(cost.bound))
        yield language().message(f"wish.{cost.wish}"), figure(cost.value), words


def _answer_to_json(answer: Answer, problem: Problem) -> dict[str, object]:
    plan = answer if isinstance(answer, Plan) else Plan(())
    cores = answer.cores if isinstance(answer, Impossible) else ()
    return {
        "decided": not isinstance(answer, Undecided),
        "slots": [_slot_to_json(slot) for slot in plan.slots],
        "clashes": [core_to_json(core, problem) for core in cores],
        "costs": [{"wish": each.wish, "value": each.value, "bound": each.bound} for each in plan.costs],
        "excused": [{"seat": each.seat, "presenter": each.presenter} for each in sorted(plan.excused)],
        "refused": [each.presenter for each in plan.refused],
    }


def tell_clashes(event: Event, clashes: Iterable[Clash]) -> None:
    """Each clash in a line on stderr, its ways out in lines below."""
    names = display_names(event, language().name)
    for clash in clashes:
        _tell_words([describe(clash, names)], clash.ways_out, names)


def _tell_words(messages: Iterable[Message], ways_out: Iterable[WayOut], names: Mapping[str, str]) -> None:
    """What clashes in one line, the ways out in lines below."""
    click.echo(" ".join(language().message(code, **params) for code, params in messages), err=True)
    for way in ways_out:
        code, params = describe_way_out(way, names)
        click.echo(f"  → {language().message(code, **params)}", err=True)


def _table(names: Mapping[str, str], slots: Iterable[Slot]) -> str:
    return table(
        (
            names[slot.zone],
            f"{language().minutes(slot.start)}–{language().minutes(slot.end)}",
            names[slot.presenter],
            names[f"venue:{slot.venue}"],
        )
        for slot in slots
    )


def _slot_to_json(slot: Slot) -> dict[str, object]:
    return {
        "zone": slot.zone,
        "venue": slot.venue,
        "presenter": slot.presenter,
        "start": clock(slot.start),
        "end": clock(slot.end),
    }


def _put(body: object) -> None:
    click.echo(json.dumps(body, ensure_ascii=False, indent=2))


def _started(planned: Schedule, start: str | None) -> Schedule:
    """The same order, laid out anew from another first minute."""
    if start is None:
        return planned
    slots: list[Slot] = []
    for zone, venue in dict.fromkeys((slot.zone, slot.venue) for slot in planned.slots):
        codes = tuple(slot.presenter for slot in planned.slots if slot.zone == zone)
        slots += lay_out(planned.day, minutes_of(start), codes, zone, venue)
    return replace(planned, slots=tuple(slots))
