"""Words of what results refuse."""

from panel.adapters.language import N_

TEXTS = {
    "result.sheets_pending": N_("Sheets still open: %(count)s (%(who)s). Settle them before finalising."),
    "result.entries_held": N_(
        "Late and held changes that wait for your decision: %(count)s. Settle them before finalising."
    ),
    "result.already_finalised": N_("%(zone)s is finalised already."),
    "result.not_finalised": N_("%(zone)s is not finalised."),
    "result.zone_finalised": N_("%(zone)s is finalised: reopen it before anything in it is changed."),
    "result.nothing_to_finalise": N_("%(zone)s has no result yet."),
    "result.versions_mixed": N_(
        "Sheets of %(zone)s were given with different versions of the instrument: they give no one ranking."
    ),
    "decided.result": N_("decided by the result"),
    "decided.criterion": N_("decided by criterion %(number)s"),
    "decided.chair": N_("decided by the chair's total"),
    "decided.joint": N_("joint rank"),
    "result.not_yet": N_("The results can be seen once the zone is finalised."),
    "result.altered": N_("The marks of %(zone)s no longer give the digest that was finalised."),
}
