"""Words of what keeps marks from being moved to another amphoe."""

from panel.adapters.language import N_

TEXTS = {
    "transfer.home": N_("Your home amphoe: you do not judge it."),
    "transfer.state": N_("Its sheet stands at “%(state)s”: marks go only from one open sheet to another."),
    "transfer.held": N_("It holds answers that wait to be settled."),
    "transfer.nothing": N_("Nothing is written on this sheet."),
    "transfer.version": N_("It is scored with another version of the instrument."),
    "transfer.changed": N_("The sheets were changed meanwhile: look at them, and move the marks then."),
}
