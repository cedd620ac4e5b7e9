"""Words of panels: the roles in which people sit, and what a further seat is refused for."""

from panel.adapters.language import N_

TEXTS = {
    "role.chair": N_("Chair"),
    "role.judge": N_("Judge"),
    "role.secretary": N_("Secretary"),
    "role.adviser": N_("Adviser"),
    "seat.sits_already": N_("%(name)s sits on this panel already."),
}
