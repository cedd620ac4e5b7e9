"""A hall with a server of its own beside the province's, and what it hands over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from panel.adapters.bundles import Bundle
from panel.db import writing
from panel.domain.errors import Faults
from panel.operations.audit import Author
from panel.operations.bundles import import_zone
from panel.queries.events import find_event, find_zone
from tests.conftest import CODE
from tests.halls import KEY, Hall, counts, opened_hall


@pytest.fixture
def hall(house: Path, tmp_path: Path, clock) -> Iterator[Hall]:
    with opened_hall(house, tmp_path / "hall", clock) as opened:
        yield opened


@pytest.fixture
def arrive(app, event, clock) -> Callable:
    """Take a bundle in at the province's server."""

    def arrived(bundle: Bundle, **how: bool):
        with writing():
            zone = find_zone(find_event(CODE), "z1")
            settings = app.extensions["panel_settings"]
            return import_zone(zone, bundle, by=Author(None, clock(), KEY), settings=settings, **how)

    return arrived


@pytest.fixture
def refusal(arrive) -> Callable:
    """The codes with which a bundle is refused; nothing is changed then."""

    def refused(bundle: Bundle, **how: bool) -> list[str]:
        before = counts()
        with pytest.raises(Faults) as told:
            arrive(bundle, **how)
        assert counts() == before
        return [fault.code for fault in told.value.faults]

    return refused
