"""Words of the day as it goes: what may not follow what, changes of the rest, and the chat's own lines."""

from panel.adapters.language import N_

TEXTS = {
    "day.order": N_("%(presenter)s stands at “%(state)s”. Take that back first."),
    "day.on_stage": N_("%(presenter)s is still on: end that first."),
    "day.changed": N_("The day went on meanwhile. Look at the change once more before it is made."),
    "day.no_change": N_("Nothing would change."),
    "state.planned": N_("Planned"),
    "state.called": N_("Called"),
    "state.presenting": N_("Presenting"),
    "state.questions": N_("Questions"),
    "state.done": N_("Done"),
    "state.no_show": N_("Did not appear"),
    "shift.fixed": N_("Who has begun, or is pinned, keeps the own time."),
    "shift.no_minutes": N_("A break ends after it starts."),
    "shift.no_booking": N_("This hall may be used all day: there is no booking to extend."),
    "shift.not_longer": N_("The hall is booked until %(until_time)s already."),
    "misfit.opening": N_(
        "%(presenter)s is to begin %(minutes)s minutes before the hall may be used at %(at_time)s."
    ),
    "misfit.day": N_("%(presenter)s ends %(minutes)s minutes after the day's end at %(at_time)s."),
    "misfit.booking": N_("%(presenter)s ends %(minutes)s minutes after the hall's booking at %(at_time)s."),
    "misfit.break": N_(
        "%(presenter)s is pinned and takes %(minutes)s minutes of the break from %(at_time)s."
    ),
    "misfit.free": N_(
        "%(presenter)s is to begin %(minutes)s minutes before the hall is expected to be free at %(at_time)s."
    ),
    "edit.follow": N_("The rest of %(zone)s follows the actual time (%(slots)s slots)"),
    "chat.head": N_("Change of times\n%(zone)s, %(venue)s"),
    "chat.break": N_("%(name)s %(from_time)s–%(until_time)s"),
    "chat.booking": N_("%(venue)s may be used until %(until_time)s"),
    "chat.moved": N_("%(presenter)s %(start_time)s (was %(was_time)s)"),
    "chat.new": N_("%(presenter)s %(start_time)s"),
    "chat.more": N_("and %(count)s more: see the plan"),
}
"""Chat lines go out in Thai whatever the page's language."""
