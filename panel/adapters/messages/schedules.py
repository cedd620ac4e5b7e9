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
    "plan.stale": N_("The plan was changed since you looked at it. See what changed, and try again."),
    "plan.changed_since": N_("What you changed was changed again since; it can't be taken back as a whole."),
    "plan.not_undoable": N_(
        "This change can't be taken back: it brought somebody into the plan or out of it."
    ),
    "plan.nothing_to_undo": N_("There is no change of yours to take back."),
    "plan.nothing_to_redo": N_("There is no change of yours to do again."),
    "slot.begun": N_("%(presenter)s has begun to present: the slot stays where it is."),
    "slot.swap_with": N_("Choose another amphoe of the same round to change places with."),
    "request.too_short": N_("That is shorter than the slot, which takes %(minutes)s minutes."),
    "break.unknown": N_("There is no such break any more."),
    "break.malformed": N_("A break must end after it starts."),
    "edit.move": N_("%(presenter)s moved in %(zone)s"),
    "edit.swap": N_("%(presenter)s and %(other)s changed places"),
    "edit.pin": N_("%(presenter)s pinned at %(start_time)s"),
    "edit.unpin": N_("%(presenter)s no longer pinned"),
    "edit.request": N_("Request of %(presenter)s noted"),
    "edit.start": N_("%(zone)s starts at %(start_time)s"),
    "edit.break": N_("Break “%(name)s” inserted, %(start_time)s–%(end_time)s"),
    "edit.change_break": N_("Break “%(name)s” changed to %(start_time)s–%(end_time)s"),
    "edit.remove_break": N_("Break “%(name)s” removed"),
    "edit.drop_break": N_("Break of %(zone)s dropped"),
    "edit.book": N_("Booking of %(venue)s changed"),
    "edit.day": N_("Start and end of the day changed"),
    "edit.quorum": N_("Quorum changed"),
    "edit.move_zone": N_("%(zone)s moved to %(venue)s"),
    "edit.plan": N_("A made plan was taken (%(slots)s slots changed)"),
    "edit.zoning": N_("Other zone groups were taken (%(slots)s slots changed)"),
    "edit.shift": N_("The rest of %(zone)s shifted (%(slots)s slots)"),
    "edit.postpone": N_("%(presenter)s postponed in %(zone)s"),
    "edit.shorten": N_("Questions shortened in %(zone)s"),
    "edit.reload": N_("The event's folder was loaded again"),
    "edit.import": N_("A spreadsheet was read in"),
    "edit.other": N_("The plan changed (%(slots)s slots)"),
    "flag.day": N_("Outside the day"),
    "flag.booking": N_("Outside the hall's booking"),
    "flag.break": N_("In a break"),
    "flag.venue": N_("Hall taken by several at once"),
    "flag.twice": N_("Two slots in one round"),
    "flag.presenter": N_("Can't reach both slots"),
    "flag.person": N_("Somebody must be in two places"),
    "flag.quorum": N_("Too few judges left"),
    "flag.request": N_("Against a firm request"),
    "slot.appeared": N_("%(presenter)s is not noted as having stayed away."),
    "round.unknown": N_("There is no round %(code)s."),
    "way.start_zone": N_("Start %(zone)s at %(start_time)s."),
    "way.book_venue": N_("Book %(venue)s from %(start_time)s to %(end_time)s."),
}
