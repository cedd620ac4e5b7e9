"""Words of what keeps people from sharing a tablet."""

from panel.adapters.language import N_

TEXTS = {
    "tablet.full": N_("At most %(most)s people share one tablet."),
    "tablet.not_shared": N_(
        "%(name)s can't share a tablet: only judges do, and chairs who score and have set a PIN."
    ),
    "tablet.other_event": N_("Only people of one event share a tablet."),
}
