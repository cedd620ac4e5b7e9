"""Words of what the command line refuses."""

from panel.adapters.language import N_

TEXTS = {
    "cli.bad_time": N_("%(time)s: expected a time of day such as 09:00."),
    "cli.bad_answers": N_('%(file)s: expected a JSON object such as {"1.1": "8"}.'),
    "cli.needs_output": N_("Name a file with -o: a spreadsheet can't be shown here."),
    "reload.marks_lock": N_("Marks rest on this, or it has begun: it stays as it is."),
    "reload.finalised": N_("Its zone's results are final: reopen them first."),
    "reload.taken": N_("This code was given to somebody on the web meanwhile: expected another one."),
    "reload.not_here": N_(
        "This stays as it is once an event was loaded. Load it anew from a folder of another name."
    ),
    "cli.rehearsal_failed": N_("The rehearsal stopped: %(what)s. The server's own words are in %(log)s."),
    "cli.folder_not_empty": N_("%(folder)s is not empty: expected an empty or new folder."),
}
