"""`panel rehearse`: the whole day, played over real HTTP on a copy of the database.

Simulated judges, chairs and secretaries use the pages that people use, until every zone is finalised;
then the documents are printed. The event's own database is only read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, time
from functools import partial
from pathlib import Path

import click
from flask_migrate import upgrade
from requests import RequestException
from sqlalchemy import create_engine

from panel.adapters.browser import BrowserError
from panel.adapters.language import BANGKOK, N_, Language
from panel.adapters.rehearsal import Day, certify, fill_final, play_zone
from panel.adapters.server import ServerError, free_port, serving
from panel.cli.edge import in_app, language, opened, say, settings, told
from panel.config import Settings
from panel.domain.documents import Choice, Document
from panel.domain.errors import Conflict
from panel.domain.panels import Role
from panel.domain.papers import PaperRule
from panel.domain.rehearsals import Cast, Turns, turns_of
from panel.models import Event, Zone
from panel.operations.copies import copy_before_the_day
from panel.operations.documents import render
from panel.operations.events import ORGANISER
from panel.operations.packs import pack_parts
from panel.queries.accounts import find_person
from panel.queries.certifications import certifiers
from panel.queries.events import find_event
from panel.queries.exports import event_export
from panel.queries.finals import final_round, final_zone
from panel.queries.instruments import instrument_of
from panel.queries.provinces import province_blockers, province_results
from panel.queries.schedules import timed_slots
from panel.queries.slips import link_of

MARKER = "results.json"


@click.command()
@click.argument("event")
@click.option("--seed", default=1, show_default=True, help="The same seed plays the same day.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder for all that is left.")
@click.option("--without-papers", is_flag=True, help="Print nothing.")
@told
def rehearse(event: str, seed: int, output: Path | None, without_papers: bool) -> None:
    """Play the whole day of EVENT with simulated people, on a copy of the database."""
    folder = _folder(output or Path("rehearsal") / event)
    copy = _copy(event, folder)
    say(N_("Rehearsing %(event)s with seed %(seed)s in %(folder)s"), event=event, seed=seed, folder=folder)
    with opened(copy):
        day, casts = _zones(find_event(event), copy, seed)
    environment = {
        "PANEL_INSTANCE": str(copy.instance),
        "PANEL_DATABASE_URL": copy.database_url,
        "PANEL_BASE_URL": copy.base_url,
        "PANEL_SECRET_KEY": copy.secret_key,
        "PANEL_CLOCK": copy.clock.isoformat() if copy.clock else "",
        "PANEL_TRUSTED_PROXIES": "0",
    }
    try:
        with serving(int(copy.base_url.rsplit(":", 1)[1]), environment, folder / "server.log"):
            _play(day, casts, turns_of(casts))
            _play_final(copy, event, day)
            _certify(copy, event, day)
    except (BrowserError, ServerError, RequestException) as error:
        raise Conflict("cli.rehearsal_failed", what=error, log=folder / "server.log") from error
    _write_results(copy, event, folder)
    if without_papers:
        say(N_("Done. %(folder)s: results.json and panel.db"), folder=folder)
        return
    _print_all(copy, event, folder)
    say(N_("Done. %(folder)s: results.json, panel.db, and the documents as PDF"), folder=folder)


def _play(day: Day, casts: list[Cast], turns: Mapping[str, Turns]) -> None:
    """All zones at once, as on the day."""
    with ThreadPoolExecutor(max_workers=len(casts)) as zones:
        list(zones.map(lambda cast: play_zone(day, cast, turns[cast.zone]), casts))


def _folder(path: Path) -> Path:
    """A folder of the rehearsal's own: new, empty, or left by an earlier rehearsal, which is cleared."""
    path = path.resolve()
    if path.exists() and any(path.iterdir()):
        if not (path / MARKER).is_file() or not (path / "panel.db").is_file():
            raise Conflict("cli.folder_not_empty", folder=path)
        for left in (*path.glob("*.pdf"), *path.glob("panel.db*"), path / MARKER, path / "server.log"):
            left.unlink(missing_ok=True)
    path.mkdir(parents=True, exist_ok=True)
    return path


@in_app
def _copy(event: str, folder: Path) -> Settings:
    """The settings of a copy of this database in `folder`, with nothing scored yet."""
    found = find_event(event)
    morning = datetime.combine(found.date, time(found.day_start // 60, found.day_start % 60), BANGKOK)
    copy = replace(
        settings(),
        instance=folder,
        database_url=f"sqlite:///{folder / 'panel.db'}",
        base_url=f"http://127.0.0.1:{free_port()}",
        clock=morning,
    )
    with opened(copy):
        upgrade()
    target = create_engine(copy.database_url)
    with target.begin() as connection:
        copy_before_the_day(connection)
    target.dispose()
    return copy


def _play_final(copy: Settings, event: str, zones: Day) -> None:
    """The best of the zones before the final's panel, if the event has a final whose panel is appointed."""
    with opened(copy):
        found = find_event(event)
        round_, organiser = final_round(found), find_person(found, ORGANISER)
        if round_ is None:
            return
        if organiser is None or not _chaired(round_.zones[0]):
            say(N_("The final has no panel yet: it is not rehearsed"))
            return
        link = link_of(organiser, copy)
    fill_final(zones, link)
    with opened(copy):
        found = find_event(event)
        zone = final_zone(found)
        cast = _cast(found, zone)
        day = replace(zones, links=_links(copy, zone), instrument=instrument_of(zone.round.instrument))
    _play(day, [cast], {cast.zone: Turns(offline=cast.judges[-1])})


def _certify(copy: Settings, event: str, day: Day) -> None:
    """The whole ranking, if somebody chairs at province level and nothing stands against it."""
    with opened(copy):
        found = find_event(event)
        names = certifiers(found)
        if not names or province_blockers(found):
            say(N_("The province’s ranking is not certified"))
            return
        link = link_of(names[0], copy)
    certify(day, link)


def _chaired(zone: Zone) -> bool:
    return any(seat.role is Role.CHAIR and seat.closed_at is None for seat in zone.seats)


def _zones(event: Event, copy: Settings, seed: int) -> tuple[Day, list[Cast]]:
    first = event.main_round
    day = Day(
        event=event.code,
        base_url=copy.base_url,
        links={seat: link for zone in first.zones for seat, link in _links(copy, zone).items()},
        instrument=instrument_of(first.instrument),
        seed=seed,
        say=partial(_say, language()),
    )
    return day, [_cast(event, zone) for zone in first.zones]


def _links(copy: Settings, zone: Zone) -> dict[str, str]:
    return {seat.code: link_of(seat.person, copy) for seat in zone.seats if seat.closed_at is None}


def _cast(event: Event, zone: Zone) -> Cast:
    seats = [seat for seat in zone.seats if not seat.closed_at]
    papers = event.settings.paper is PaperRule.READ_BACK  # typed twice, they take two people
    secretary = next((seat.code for seat in seats if papers and seat.role is Role.SECRETARY), None)
    return Cast(
        zone=zone.code,
        chair=next(seat.code for seat in seats if seat.role is Role.CHAIR),
        judges=tuple(seat.code for seat in seats if seat.scores),
        secretary=secretary,
        presenters=tuple(slot.presenter.code for slot in timed_slots(zone)),
    )


def _say(words: Language, message: str, **facts: object) -> None:
    """Progress, told from whichever thread plays a zone."""
    click.echo(words.text(message, **facts))


def _write_results(copy: Settings, event: str, folder: Path) -> None:
    with opened(copy):
        found = find_event(event)
        export = event_export(found)
        best = [(line.rank.place, line.shown) for line in province_results(found).lines if line.rank][:5]
    (folder / MARKER).write_text(json.dumps(export, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    for place, each in best:
        click.echo(f"  {place}. {each.name} {each.result.value}")


def _print_all(copy: Settings, event: str, folder: Path) -> None:
    """The pack, and what of it is one document for the whole event by itself."""
    with opened(copy):
        found, pack = find_event(event), Choice(Document.PACK)
        whole = [part for part in pack_parts(found, pack) if part.zone is None]
        for choice in (pack, *whole):
            (folder / choice.file_name).write_bytes(render(found, choice, copy))
            click.echo(f"  {choice.file_name}")
