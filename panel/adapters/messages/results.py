"""Words of what results refuse."""

from panel.adapters.language import N_

TEXTS = {
    "result.sheets_pending": N_("%(count)s sheets are still open: %(who)s. Settle them before finalising."),
    "result.entries_held": N_("%(count)s late entries wait for your decision. Settle them before finalising."),
    "result.already_finalised": N_("%(zone)s is finalised already."),
    "result.not_finalised": N_("%(zone)s is not finalised."),
    "result.zone_finalised": N_("%(zone)s is finalised: reopen it before anything in it is changed."),
    "result.nothing_to_finalise": N_("%(zone)s has no result yet."),
    "result.altered": N_("The marks of %(zone)s no longer give the digest that was finalised."),
}
