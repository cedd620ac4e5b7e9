"""`panel schedule`: the plan in its order, and what clashes in it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import replace

import click

from panel.adapters.language import N_
from panel.cli.edge import in_app, language, minutes_of, say, table
from panel.domain.clashes import check as check_schedule
from panel.domain.schedules import (
    Clash,
    Schedule,
    Slot,
    clash_to_json,
    clock,
    describe,
    describe_way_out,
    lay_out,
)
from panel.models import Event
from panel.queries.events import find_event
from panel.queries.schedules import display_names, event_schedule

_start = click.option("--start", metavar="HH:MM", help="As if every zone's first slot started then.")
_json = click.option("--json", "as_json", is_flag=True, help="As JSON.")


@click.group()
def schedule() -> None:
    """The plan of the day."""


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
@_json
@in_app
def plan(event: str, start: str | None, as_json: bool) -> None:
    """Print the plan of EVENT in its order; exit 1 if it clashes."""
    found = find_event(event)
    planned = _started(event_schedule(found), start)
    clashes = check_schedule(planned)
    if as_json:
        _put(
            {
                "slots": [_slot_to_json(slot) for slot in planned.slots],
                "clashes": [clash_to_json(clash) for clash in clashes],
            }
        )
    else:
        click.echo(_table(found, planned))
        tell_clashes(found, clashes)
    sys.exit(1 if clashes else 0)


def tell_clashes(event: Event, clashes: Iterable[Clash]) -> None:
    """Each clash in a line on stderr, its ways out in lines below."""
    names = display_names(event, language().name)
    for clash in clashes:
        code, params = describe(clash, names)
        click.echo(language().message(code, **params), err=True)
        for way in clash.ways_out:
            code, params = describe_way_out(way, names)
            click.echo(f"  → {language().message(code, **params)}", err=True)


def _table(event: Event, planned: Schedule) -> str:
    names = display_names(event, language().name)
    return table(
        (
            names[slot.zone],
            f"{language().minutes(slot.start)}–{language().minutes(slot.end)}",
            names[slot.presenter],
            names[slot.venue],
        )
        for slot in planned.slots
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
