"""Words of what the command line refuses."""

from panel.adapters.language import N_

TEXTS = {
    "cli.bad_time": N_("%(time)s: expected a time of day such as 09:00."),
    "cli.bad_answers": N_('%(file)s: expected a JSON object such as {"1.1": "8"}.'),
    "cli.needs_output": N_("Name a file with -o: a spreadsheet can't be shown here."),
    "reload.marks_lock": N_("Marks rest on this: it stays as it is."),
    "reload.not_here": N_("This can't be changed by loading the folder again. Change it on the web."),
    "cli.folder_not_empty": N_("%(folder)s is not empty: expected an empty or new folder."),
}
