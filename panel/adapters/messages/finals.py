"""Words of the final round."""

from panel.adapters.language import N_

TEXTS = {
    "final.none": N_("There is no final round."),
    "final.there": N_("There is a final round already."),
    "final.zones_open": N_(
        "Not final yet, or opened again: %(zones)s. The final rests on the results of all zones."
    ),
    "final.nobody": N_("No zone has anybody with a place: nobody comes into the final."),
    "final.others_now": N_("Others come into the final by now: see who, and bring them in."),
    "final.marks_lock": N_(
        "The final has been scored: who comes into it and what they bring can't be changed any more."
    ),
    "final.judged": N_(
        "%(presenter)s was scored in the final, but would not come into it by the zones' results of now. "
        "If these are right, the final's chair notes it as not appeared, with the reason."
    ),
    "final.not_filled": N_("%(final)s: nobody was brought into it yet."),
    "final.altered": N_(
        "What %(final)s stands on changed after it was finalised: a zone's result that counts in it, or"
        " marks. Its chair reopens it and finalises it again."
    ),
    "final.missing": N_("By the zones' results these come into the final too: %(presenters)s."),
    "final.surplus": N_("By the zones' results these would not be in the final: %(presenters)s."),
    "edit.final": N_("The final round was set up or changed"),
    "edit.final_filled": N_("The best of the zones were brought into the final"),
    "edit.final_removed": N_("The final round was taken back"),
}
