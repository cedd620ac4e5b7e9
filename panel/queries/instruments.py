"""An instrument version as the domain's tree; parsed once a version."""

from __future__ import annotations

from panel.adapters.instrument_file import instrument_from_json
from panel.domain.instruments import Instrument
from panel.models import InstrumentVersion

_parsed: dict[str, Instrument] = {}


def instrument_of(version: InstrumentVersion) -> Instrument:
    """The tree of a version. A digest names one body for ever, so that it is parsed once a process."""
    if version.digest not in _parsed:
        _parsed[version.digest] = instrument_from_json(version.body)
    return _parsed[version.digest]
