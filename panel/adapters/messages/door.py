"""Words of refusals about the side door of a hall's server."""

from __future__ import annotations

from panel.adapters.language import N_

TEXTS = {
    "door.none": N_("This server has no side door: bin/run --lan opens one."),
}
