"""Words of signed copies, and of names that were frozen with a result."""

from panel.adapters.language import N_

TEXTS = {
    "result.names_altered": N_(
        "The names that were kept with version %(version)s of %(zone)s are no longer those of its finalising."
    ),
    "certification.names_altered": N_(
        "The names that were kept with certification %(version)s are no longer those of its certifying."
    ),
    "copy.unknown": N_("There is no such signed copy."),
    "copy.too_many": N_("A version can have %(most)s signed copies at most."),
}
