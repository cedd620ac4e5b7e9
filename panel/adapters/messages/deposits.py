"""Words of what is refused when a chair settles late entries and deposits."""

from panel.adapters.language import N_

TEXTS = {
    "deposit.none_chosen": N_("Tick at least one change."),
    "deposit.settled": N_("Some of it was settled already. Look at the list once more."),
    "deposit.mark_refused": N_("Nothing was taken in: the mark of item %(item)s can't be. %(why)s"),
    "deposit.comment_refused": N_("Nothing was taken in: a comment can't be. %(why)s"),
    "deposit.submit_refused": N_("Nothing was taken in: the submission can't be. %(why)s"),
    "deposit.withdraw_refused": N_("Nothing was taken in: the withdrawal can't be. %(why)s"),
    "deposit.recuse_refused": N_("Nothing was taken in: the recusal can't be. %(why)s"),
}
