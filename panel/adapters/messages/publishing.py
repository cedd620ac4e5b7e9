"""Words of earlier versions, certifications, publications and reminders."""

from panel.adapters.language import N_

TEXTS = {
    "result.no_version": N_("%(zone)s has no version %(version)s."),
    "result.version_altered": N_("What was frozen as version %(version)s of %(zone)s was changed since."),
    "document.version_of_zone": N_("A version is one zone's: say which zone."),
    "certification.already": N_("The province's ranking is certified already."),
    "certification.none": N_("The province's ranking is not certified."),
    "certification.no_version": N_("There is no certification %(version)s of the province's ranking."),
    "certification.altered": N_("The province's ranking is no longer the one that was certified."),
    "certification.version_altered": N_("What was frozen as certification %(version)s was changed since."),
    "publication.unknown": N_("There is no such publication."),
    "publication.already": N_("This is published to these readers already."),
    "publication.withdrawn": N_("This was withdrawn already."),
    "publication.not_certified": N_(
        "The province's ranking is not certified: nothing of it can be published."
    ),
    "publication.feedback_is_own": N_("An amphoe's own feedback is for that amphoe alone."),
    "publication.none": N_("There is nothing to read here now."),
    "reminder.not_awaited": N_("No sheet of %(presenter)s is awaited from this judge."),
    "reminder.too_soon": N_("%(name)s was reminded less than a minute ago."),
}
