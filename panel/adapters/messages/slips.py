"""Words of why access slips can't be had."""

from panel.adapters.language import N_

TEXTS = {
    "slips.loopback": N_(
        "The links lead to this machine only. Set PANEL_BASE_URL to the address that the tablets reach, or "
        "ask for the slips all the same (--loopback)."
    ),
}
