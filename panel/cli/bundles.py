"""`panel zone`: one zone as a file, from a hall's own server to the province's."""

from __future__ import annotations

from pathlib import Path

import click

from panel.adapters.bundles import read_bundle, scans_in, write_bundle
from panel.adapters.language import N_
from panel.adapters.uploads import upload_path
from panel.cli.edge import author, in_app, say, settings
from panel.db import writing
from panel.operations.bundles import bundle_seal, export_zone, import_zone
from panel.queries.events import find_event, find_zone

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group()
def zone() -> None:
    """Hand a zone over from one server to another."""


@zone.command("export")
@click.argument("event")
@click.argument("zone")
@click.option("-o", "--output", type=_FILE, required=True, help="The file to write.")
@in_app
def export(event: str, zone: str, output: Path) -> None:
    """Write ZONE of EVENT as a signed bundle: its sheets, their scans, and the log of it all."""
    with writing():
        facts = export_zone(find_zone(find_event(event), zone), by=author())
    scans = {digest: upload_path(settings(), digest) for digest in sorted(scans_in(facts))}
    write_bundle(output, facts, scans, bundle_seal(settings()))  # no mark waits for a memory stick
    say(
        N_("%(zone)s is in %(file)s; sheets: %(sheets)s, entries: %(entries)s, scans: %(scans)s"),
        zone=zone,
        file=output,
        sheets=len(facts["sheets"]),
        entries=len(facts["entries"]),
        scans=len(scans),
    )


@zone.command("import")
@click.argument("file", type=_FILE)
@click.option("--hold", is_flag=True, help="Keep marks that were given only here as late.")
@in_app
def import_(file: Path, hold: bool) -> None:
    """Take in a zone's bundle, whole or not at all. Taken in again, it changes nothing."""
    bundle = read_bundle(file, bundle_seal(settings()))
    event, zone = bundle.facts["event"], bundle.facts["zone"]
    with writing():
        place = find_zone(find_event(event), zone)
        arrival = import_zone(place, bundle, by=author(), settings=settings(), hold=hold)
    if arrival is None:
        say(N_("%(event)s: %(zone)s has all that is in %(file)s"), event=event, zone=zone, file=file)
    else:
        say(
            N_(
                "%(event)s: %(zone)s took in %(file)s; acts: %(records)s, entries: %(entries)s, "
                "held as late: %(held)s"
            ),
            event=event,
            zone=zone,
            file=file,
            records=arrival.records,
            entries=arrival.entries,
            held=arrival.held,
        )
