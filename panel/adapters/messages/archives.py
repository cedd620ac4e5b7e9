"""Words of why no archive can be made."""

from panel.adapters.language import N_

TEXTS = {
    "archive.busy": N_(
        "Something was changed while the archive was being made. Try again in a quieter moment."
    ),
}
