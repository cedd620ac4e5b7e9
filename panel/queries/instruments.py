"""An instrument version as the domain's tree; parsed once a version."""

from __future__ import annotations

from panel.adapters.instrument_file import instrument_from_json
from panel.db import db
from panel.domain.instruments import Instrument
from panel.models import InstrumentVersion

_parsed: dict[str, Instrument] = {}


def instrument_of(version: InstrumentVersion) -> Instrument:
    """The tree of a version. A digest names one body for ever, so that it is parsed once a process."""
    if version.digest not in _parsed:
        _parsed[version.digest] = instrument_from_json(version.body)
    return _parsed[version.digest]


def instrument_by_digest(digest: str, version_id: int) -> Instrument:
    """The same for who knows a version's digest and id only: its row is read once a process."""
    return _parsed.get(digest) or instrument_of(db.session.get_one(InstrumentVersion, version_id))
