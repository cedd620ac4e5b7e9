"""What documents are called, and words of why one can't be had."""

from panel.adapters.language import N_

TEXTS = {
    "document.plan": N_("Action plan"),
    "document.door": N_("Door sheet"),
    "document.access-slips": N_("Access slips"),
    "document.blank-sheets": N_("Blank score sheets"),
    "document.sheets": N_("Score sheets"),
    "document.summary": N_("Summary of marks"),
    "document.results": N_("Evaluation results"),
    "document.ranking": N_("Ranking"),
    "document.brief": N_("Summary for the governor"),
    "document.pack": N_("Set of all documents"),
    "document.empty": N_("There is nothing to print in %(document)s yet."),
    "document.not_by": N_("%(document)s can't be chosen by %(option)s."),
    "document.malformed": N_("Choose a document from the list."),
    "document.not_yours": N_("You may not print this document now."),
    "document.crashed": N_("Making the document failed. Ask for it again, or tell the organiser."),
    "job.unknown": N_("There is no such document."),
    "job.file_gone": N_("The file has been removed meanwhile. Ask for it again."),
    "document.worker_running": N_("A job worker runs on this instance already."),
}
