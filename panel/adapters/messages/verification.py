"""Words of what a PDF file turns out to be."""

from panel.adapters.language import N_

TEXTS = {
    "verify.holds": N_("Genuine, and it holds: %(document)s."),
    "verify.draft": N_("Genuine, but a draft, all of it or in part."),
    "verify.not_settled": N_("Not settled yet: %(document)s"),
    "verify.older": N_(
        "Genuine, but an earlier version. It no longer holds since %(at)s. Reason: %(reason)s"
    ),
    "verify.outdated": N_(
        "Genuine, but what it shows was changed since. It was made here on %(at)s for %(person)s."
    ),
    "verify.made_here": N_(
        "Made here on %(at)s for %(person)s. It says nothing by which it could be printed again."
    ),
    "verify.other_address": N_(
        "What it shows holds, but its codes lead to %(there)s, not to this server's address %(here)s."
    ),
    "verify.unknown": N_("Unknown: this file is no document of Panel, or no longer says which."),
    "verify.not_printed": N_("Not genuine, or of another server: what it says it is can't be printed here."),
    "verify.altered": N_("Altered: it differs from what this server prints."),
    "verify.pages": N_("Pages that differ: %(pages)s"),
    "verify.appended": N_("Something was appended to the file."),
    "verify.no_page": N_("Nothing differs in what the pages draw; something else of the file does."),
    "verify.replaced": N_(
        "If it was printed before: version %(version)s of %(zone)s held until %(at)s (%(reason)s)."
    ),
    "verify.tampered": N_(
        "The database was changed behind the log: what it prints proves nothing until that is settled."
    ),
    "verify.mark": N_(
        "%(zone)s, sheet %(seat)s, %(presenter)s, mark %(node)s: %(was)s was finalised, %(now)s is there now."
    ),
    "verify.log": N_("%(chain)s: %(what)s does not hold"),
}
