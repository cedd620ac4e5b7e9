"""Words of a plan that can't be handed out."""

from panel.adapters.language import N_

TEXTS = {
    "plan.unpublished": N_("There is no such plan here, or it is not published yet. Ask the organiser."),
    "plan.nothing_there": N_("Nothing of the plan is there."),
    "plan.unknown_format": N_("%(file)s: expected a name that ends in .xlsx, .csv or .ics."),
}
