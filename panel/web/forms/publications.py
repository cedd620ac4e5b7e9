"""What is published of which zone, to whom, and from when."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from panel.adapters.language import BANGKOK
from panel.domain.publications import Readership, Scope
from panel.models import Event
from panel.web.actors import now
from panel.web.forms import Form
from panel.web.forms.schedules import DayField, TimeField
from panel.web.language import language

WHAT = {
    "public": (Scope.RANKING, Readership.PUBLIC),
    "ranking": (Scope.RANKING, Readership.PRESENTERS),
    "feedback": (Scope.FEEDBACK, Readership.PRESENTERS),
}

WHOLE = "-"
"""Of the whole province: no zone's code."""


class PublicationForm(Form):
    """Without a day it is today, without either it is at once."""

    zone = SelectField(_("Of"), validators=[InputRequired(_("Choose the zone, or the whole."))])
    what = RadioField(_("What, and to whom"), validators=[InputRequired(_("Choose what is published."))])
    day = DayField(
        _("From the day"),
        description=_("Such as 8/8/2568 or 8 August 2025. Left empty: today."),
        validators=[Optional()],
    )
    at = TimeField(
        _("From the time"),
        description=_("Such as 16.30, by the clock in Thailand. Left empty: at once."),
        validators=[Optional()],
    )

    def __init__(self, event: Event, **options: Any) -> None:
        super().__init__(**options)
        zones = [(zone.code, language().name(zone)) for zone in event.zones]
        self.zone.choices = [(WHOLE, str(_("The whole province"))), *zones]
        self.what.choices = [
            ("public", _("The ranking, to everybody: a page without sign-in")),
            ("ranking", _("The ranking, to the amphoe that presented, by their own links")),
            ("feedback", _("To each amphoe its own result, without judges’ names, by its own link")),
        ]

    @property
    def of(self) -> str | None:
        """The zone's code; None for the whole province."""
        return None if self.zone.data == WHOLE else self.zone.data

    @property
    def scope(self) -> Scope:
        return WHAT[self.what.data][0]

    @property
    def readership(self) -> Readership:
        return WHAT[self.what.data][1]

    @property
    def shown_from(self) -> datetime:
        """The instant; what has passed is now."""
        day = self.day.day
        if day is None and self.at.minutes is None:
            return now()
        hour, minute = divmod(self.at.minutes or 0, 60)
        return datetime.combine(day or now().astimezone(BANGKOK).date(), time(hour, minute), BANGKOK)
