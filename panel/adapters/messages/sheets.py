"""Words of the states of a sheet, and of what sheets and entries refuse."""

from panel.adapters.language import N_

TEXTS = {
    "state.draft": N_("Draft"),
    "state.submitted": N_("Submitted"),
    "state.confirmed": N_("Confirmed"),
    "state.returned": N_("Returned"),
    "state.recused": N_("Recused"),
    "state.absent": N_("Absent"),
    "mark.not_a_number": N_("Expected a number from 0 to %(max)s."),
    "mark.out_of_range": N_("Expected a mark from 0 to %(max)s."),
    "mark.wrong_step": N_("Expected a mark from 0 to %(max)s in steps of %(step)s."),
    "sheet.not_yours": N_("This is for somebody else to do."),
    "sheet.wrong_state": N_("The sheet stands at “%(state)s”: this can't be done now."),
    "sheet.gaps": N_("Not every item has a mark: %(items)s."),
    "sheet.marks_differ": N_(
        "The marks on the server differ from those you saw. Look at the sheet once more."
    ),
    "sheet.wrong_presenter": N_("You confirmed another amphoe than this sheet's."),
    "sheet.reason_missing": N_("Give a reason."),
    "sheet.seen_others": N_("You have been able to see the other judges' marks: this sheet stays submitted."),
    "sheet.home": N_("The judge's home amphoe presents: the recusal can't be lifted."),
    "sheet.judged_before": N_("Whose seat this was before has judged this amphoe already."),
    "sheet.seat_closed": N_("This seat was handed over: its sheets take no more marks."),
    "sheet.seat_fills_none": N_("No sheets are filled from this seat any more."),
    "sheet.unknown": N_("There is no such sheet."),
    "entry.unknown": N_("There is no such entry."),
    "sheet.marks_hidden": N_("You see these marks once they are submitted, and your own of this amphoe too."),
    "sheet.changed_meanwhile": N_("The sheet was changed while you typed. Look at it, and type it again."),
    "sheet.not_open": N_("This sheet takes no marks now."),
    "entry.malformed": N_("The entry can't be read: %(expected)s."),
    "entry.unknown_item": N_("The instrument has no item %(item)s."),
    "entry.comment_too_long": N_("A comment holds at most %(most)s characters."),
    "entry.settled": N_("This entry was settled already."),
}
