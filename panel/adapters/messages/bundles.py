"""Words of why a zone can't be handed over or taken in. Nothing was changed in any of these cases."""

from panel.adapters.language import N_

TEXTS = {
    "bundle.broken": N_("%(file)s is no zone bundle, or it is damaged."),
    "bundle.newer": N_("%(file)s was made by a newer version of Panel: update this one first."),
    "bundle.foreign": N_(
        "%(file)s was made by a server with another secret key. Only what was set up with this server's key, "
        "as by its backup, can hand a zone over to it."
    ),
    "bundle.altered": N_("%(file)s was changed since it was made: take it from its own server again."),
    "bundle.unsound": N_("The log of %(zone)s does not hold (%(what)s): bin/panel audit verify tells more."),
    "bundle.own_acts": N_(
        "Only here: acts in the zone's log: %(count)s. The first is %(act)s, at %(first_time)s."
    ),
    "bundle.own_entries": N_(
        "Only here: changes by seat %(seat)s on %(presenter)s: %(count)s, the last at %(last_time)s."
    ),
    "bundle.way_out": N_(
        "With --hold the bundle is taken in, and these changes are kept as late: the chair settles them."
    ),
    "bundle.no_way_out": N_(
        "What was done on two servers can't be joined. Go on here, and type the hall's printed sheets in; or "
        "restore this server from a backup that was made before, and take the bundle in then."
    ),
    "bundle.presenter_only_here": N_(
        "%(presenter)s presents in this zone here, but not in the bundle: plan both servers alike first."
    ),
    "bundle.presenter_not_here": N_(
        "%(presenter)s presents in this zone in the bundle, but not here: plan both servers alike first."
    ),
    "bundle.instrument": N_(
        "It was scored with version %(version)s of %(instrument)s, which is not here or is another one: load "
        "the hall's event folder first."
    ),
    "bundle.seat_only_here": N_(
        "Seat %(seat)s is not in the bundle: load the same event folder on both servers."
    ),
    "bundle.seat_elsewhere": N_("Seat %(seat)s is the bundle's, and here it is in another zone."),
    "bundle.seat_differs": N_(
        "Seat %(seat)s has another person, role or home amphoe in the bundle: load the same event folder on "
        "both servers."
    ),
    "bundle.person_unknown": N_(
        "%(person)s acted in the zone, and is not known here: appoint this person first."
    ),
}
