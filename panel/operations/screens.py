"""The hall screens' links."""

from __future__ import annotations

from panel.models import Event, Venue
from panel.operations.audit import Author, record


def renew_screen(event: Event, venue: Venue, *, by: Author) -> None:
    """End the links of a venue's screen: there is a new one, and screens that came by the old go dark."""
    venue.screen_generation += 1
    record("screen.renewed", event=event, by=by, venue=venue.code, generation=venue.screen_generation)
