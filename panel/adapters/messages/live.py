"""Words of live pages: a zone's day in a line, and the hall screen's notices."""

from panel.adapters.language import N_

TEXTS = {
    "live.bar_now": N_("Now: %(presenter)s"),
    "live.bar_next": N_("Next: %(presenter)s, %(start_time)s"),
    "live.bar_later": N_("From there on %(minutes)s minutes later than first published"),
    "live.bar_earlier": N_("From there on %(minutes)s minutes earlier than first published"),
    "screen.empty": N_("Nobody presents here"),
    "screen.waiting": N_("Next, at %(start_time)s"),
    "screen.break": N_("Break until %(until_time)s"),
    "screen.called": N_("Please come forward"),
    "screen.presenting": N_("Presenting"),
    "screen.questions": N_("Questions"),
    "screen.finished": N_("All have presented"),
    "screen.unknown": N_(
        "This link leads to no hall screen, or it was renewed. Ask an organiser for the new one."
    ),
}
