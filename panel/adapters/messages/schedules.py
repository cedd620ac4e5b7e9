"""Words of what a schedule breaks, and of the ways out."""

from panel.adapters.language import N_

TEXTS = {
    "clash.day": N_(
        "%(zone)s: %(slots)s slots run from %(start_time)s to %(end_time)s, but the day lasts from "
        "%(from_time)s to %(until_time)s only (%(minutes)s minutes too long): %(presenters)s."
    ),
    "clash.booking": N_(
        "%(zone)s: %(slots)s slots from %(start_time)s end at %(end_time)s, but %(venue)s is booked only "
        "from %(from_time)s to %(until_time)s (%(minutes)s minutes too long): %(presenters)s."
    ),
    "clash.break": N_(
        "%(zone)s: slots take %(minutes)s minutes of the break from %(from_time)s to %(until_time)s: "
        "%(presenters)s."
    ),
    "clash.venue": N_(
        "%(venue)s is needed by several at once between %(start_time)s and %(end_time)s "
        "(%(minutes)s minutes too few): %(presenters)s."
    ),
    "clash.twice": N_(
        "%(presenters)s has two slots in one round, between %(start_time)s and %(end_time)s "
        "(%(venue)s, %(other_venue)s)."
    ),
    "clash.presenter": N_(
        "%(presenters)s can't present in %(venue)s and in %(other_venue)s between %(start_time)s and "
        "%(end_time)s: %(minutes)s minutes are missing, travel included."
    ),
    "clash.person": N_(
        "%(person)s can't be in %(venue)s and in %(other_venue)s between %(start_time)s and %(end_time)s: "
        "%(minutes)s minutes are missing, travel included (%(presenters)s)."
    ),
    "clash.quorum": N_(
        "%(zone)s: too few judges are left at %(start_time)s for %(presenters)s, "
        "since others must be elsewhere (%(minutes)s too few for the quorum)."
    ),
    "clash.request": N_(
        "%(presenters)s at %(start_time)s–%(end_time)s: the firm request is from %(from_time)s to "
        "%(until_time)s (%(minutes)s minutes off)."
    ),
    "plan.stale": N_(
        "Somebody else changed the plan meanwhile (%(edits)s changes). Look at it and try again."
    ),
    "plan.changed_since": N_("What you changed was changed again since; it can't be taken back as a whole."),
    "plan.not_undoable": N_(
        "This change can't be taken back: it brought somebody into the plan or out of it."
    ),
    "plan.nothing_to_undo": N_("There is no change of yours to take back."),
    "plan.nothing_to_redo": N_("There is no change of yours to do again."),
    "slot.appeared": N_("%(presenter)s is not noted as having stayed away."),
    "round.unknown": N_("There is no round %(code)s."),
    "way.start_zone": N_("Start %(zone)s at %(start_time)s."),
    "way.book_venue": N_("Book %(venue)s from %(start_time)s to %(end_time)s."),
}
