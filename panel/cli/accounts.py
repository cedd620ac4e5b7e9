"""`panel access`: personal links, the organiser's password, and how tablets come to trust the server."""

from __future__ import annotations

import json
from itertools import groupby

import click
import segno

from panel.adapters.door import door_of
from panel.adapters.language import LANGUAGES, N_, Language
from panel.adapters.secrets import hash_password
from panel.cli.edge import author, in_app, language, say, settings, table, warn
from panel.db import writing
from panel.domain.errors import NotFound
from panel.domain.panels import Role
from panel.models import Event, Person, Seat
from panel.operations.accounts import check_password_shape, renew_link, set_password
from panel.operations.events import ORGANISER
from panel.queries.accounts import find_person, persons_of
from panel.queries.events import find_event
from panel.queries.slips import link_of

_ROLES = tuple(Role)
_TRUST = N_("Each new tablet scans this first, to trust this server: %(url)s")


@click.group()
def access() -> None:
    """Who gets in, and how."""


@access.command()
@click.argument("event")
@click.option("--renew", metavar="PERSON", help="Give this person a new link; the old one ends.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@in_app
def links(event: str, renew: str | None, as_json: bool) -> None:
    """Print a personal link for everybody of EVENT, by role."""
    if renew:
        with writing():
            renew_link(_person(find_event(event), renew), by=author(), secret=settings().secret_key)
    found = find_event(event)
    persons = sorted((each for each in persons_of(found) if _comes_in(each)), key=_place)
    if as_json:
        click.echo(json.dumps([_to_json(person) for person in persons], ensure_ascii=False, indent=2))
    else:
        click.echo(_by_role(persons))
    if settings().loopback:
        warn(N_("These links open on this machine only. PANEL_BASE_URL is the address that others reach."))


@access.command()
@click.argument("event")
@click.argument("person", default=ORGANISER)
@click.password_option(help="Asked for if not given.")
@in_app
def password(event: str, person: str, password: str) -> None:
    """Set the password of PERSON of EVENT (the organiser, unless named)."""
    check_password_shape(password)
    hashed = hash_password(password)
    with writing():
        set_password(_person(find_event(event), person), hashed, by=author())
    say(N_("%(event)s: %(person)s has a new password"), event=event, person=person)


@access.command()
@in_app
def trust() -> None:
    """Show where tablets come to trust this server, as bin/run --lan serves it."""
    door = door_of(settings())
    if door is None:
        raise NotFound("door.none")
    segno.make(door.url, error="m").terminal(border=2, compact=True)
    for lang in LANGUAGES:
        click.echo(Language(lang).text(_TRUST, url=door.url))
    click.echo(f"SHA-256 {door.fingerprint}")


def _person(event: Event, code: str) -> Person:
    person = find_person(event, code)
    if person is None:
        raise NotFound("person.unknown", code=code)
    return person


def _comes_in(person: Person) -> bool:
    return person.organiser or bool(person.open_seats) or person.presents is not None


def _place(person: Person) -> tuple[int, int, int]:
    """Organisers first, then by role, zone (the province before them) and seat; presenters last."""
    if person.organiser:
        return -1, 0, person.id
    if not person.open_seats:
        return len(_ROLES), 0, person.id
    return min((_ROLES.index(seat.role), _position(seat), seat.position) for seat in person.open_seats)


def _position(seat: Seat) -> int:
    return seat.zone.position if seat.zone else 0


def _by_role(persons: list[Person]) -> str:
    """A paragraph a role, all aligned alike."""
    rows = (
        (_role(person), _zones(person), person.code, person.name, link_of(person, settings()))
        for person in persons
    )
    lines = table(rows).split("\n")
    roles = iter(persons)
    groups = groupby(lines, key=lambda _: _place(next(roles))[0])
    return "\n\n".join("\n".join(group) for _, group in groups)


def _role(person: Person) -> str:
    if person.organiser:
        return language().text(N_("Organiser"))
    if not person.open_seats:
        return language().text(N_("Presenter"))
    roles = sorted({seat.role for seat in person.open_seats}, key=_ROLES.index)
    return ", ".join(language().message(f"role.{role}") for role in roles)


def _zones(person: Person) -> str:
    """Where the person sits."""
    seats = sorted(person.open_seats, key=_position)
    province = language().text(N_("Province"))
    return ", ".join(language().name(seat.zone) if seat.zone else province for seat in seats)


def _to_json(person: Person) -> dict[str, object]:
    return {
        "person": person.code,
        "name": person.name,
        "organiser": person.organiser,
        "seats": [
            {"code": seat.code, "zone": seat.zone.code if seat.zone else None, "role": seat.role.value}
            for seat in person.open_seats
        ],
        "presents": person.presents.code if person.presents else None,
        "link": link_of(person, settings()),
    }
