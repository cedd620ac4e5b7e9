"""Words of why a backup can't be made, used or restored. Nothing was changed in any of these cases."""

from panel.adapters.language import N_

TEXTS = {
    "backup.exists": N_("%(file)s is there already: name another file."),
    "backup.no_room": N_("Too little room in %(folder)s: %(free)s MB are free, %(needed)s MB are needed."),
    "backup.not_written": N_("The backup can't be written: %(what)s."),
    "backup.copy_failed": N_("The database can't be copied: %(what)s."),
    "backup.database_broken": N_("The database is damaged: %(what)s."),
    "backup.crashed": N_("Making the backup was broken off."),
    "backup.no_program": N_("%(program)s is missing: install the package postgresql-client."),
    "backup.broken": N_("%(file)s is no backup of Panel, or it is damaged."),
    "backup.newer": N_("%(file)s was made by a newer version of Panel: update this one first."),
    "backup.other_kind": N_("The backup is of %(kind)s, and this database is %(own)s."),
    "backup.other_key": N_(
        "The backup needs its own secret key, and PANEL_SECRET_KEY says another one here."
    ),
    "backup.key_elsewhere": N_(
        "The backup does not hold the secret key: set PANEL_SECRET_KEY as it was where it was made."
    ),
    "backup.serving": N_("Panel is running here: stop the server and the job worker first."),
    "backup.connected": N_("Others are connected to the database (%(others)s): stop them first."),
}
