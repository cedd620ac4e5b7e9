"""`panel audit`: whether the log is whole."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from panel.adapters.language import N_
from panel.adapters.secrets import derive_key
from panel.cli.edge import in_app, language, say, settings
from panel.domain.audit import EVENT_CHAIN
from panel.models import Event
from panel.queries.audit import Break, broken
from panel.queries.events import find_event
from panel.queries.versions import frozen_faults


@click.group()
def audit() -> None:
    """The append-only log of every act."""


@audit.command()
@click.argument("event")
@in_app
def verify(event: str) -> None:
    """Prove the log of EVENT whole; else exit 1 and name what is broken first in each chain."""
    faults = list(_faults(find_event(event)))
    for fault in faults:
        click.echo(f"{event}: {fault}", err=True)
    if faults:
        sys.exit(1)
    say(N_("%(event)s: the log is whole"), event=event)


def _faults(event: Event) -> Iterator[str]:
    for each in broken(event, derive_key(settings().secret_key, "audit")):
        yield _words(each)
    for fault in frozen_faults(event):
        yield language().error(fault)


def _words(fault: Break) -> str:
    """A break in a chain, by what does not hold first."""
    chain = language().text(N_("event")) if fault.chain == EVENT_CHAIN else fault.chain
    if fault.sequence is None:
        return language().text(N_("%(chain)s: %(what)s does not hold"), chain=chain, what=fault.what)
    return language().text(
        N_("%(chain)s: record %(sequence)s does not hold"), chain=chain, sequence=fault.sequence
    )
