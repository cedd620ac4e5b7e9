"""Words of what joins panels, the recorded presentation among it, and of why there is no adjusted ranking."""

from panel.adapters.language import N_

TEXTS = {
    "anchor.untitled": N_("Give the recorded presentation a title."),
    "anchor.none": N_("There is no recorded presentation."),
    "anchor.scored": N_(
        "It is being scored, or has files: it can not be removed any more. It counts in no result."
    ),
    "adjusted.apart": N_(
        "The panels have no judge and no presentation in common: whether one is milder or its amphoe are "
        "better can't be told from these marks."
    ),
    "adjusted.not_yet": N_("The sheets that join the panels have not all come in yet."),
}
