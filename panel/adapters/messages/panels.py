"""Words of panels: the roles in which people sit."""

from panel.adapters.language import N_

TEXTS = {
    "role.chair": N_("Chair"),
    "role.judge": N_("Judge"),
    "role.secretary": N_("Secretary"),
    "role.adviser": N_("Adviser"),
}
