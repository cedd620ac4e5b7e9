"""What a final round is said to be."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field, IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from panel.domain.finals import MOST, TOP, WHOLE
from panel.models import Event, Zone
from panel.operations.finals import Terms
from panel.queries.schedules import plan_slots
from panel.web.forms import plain, tidy
from panel.web.forms.schedules import PlanForm, TimeField
from panel.web.language import language

NAME, NAME_EN = "รอบชิงชนะเลิศ", "Final round"
HOUR = 60


def _name(label: str, *more: object) -> Field:
    length = Length(max=80, message=_("At most %(max)d characters."))
    return StringField(label, filters=[tidy], validators=[*more, length, plain])


class FinalForm(PlanForm):
    """Its names, who comes, what they bring, where and when."""

    name = _name(_("Name"), DataRequired(_("Give it a name.")))
    name_en = _name(_("Name in English"))
    top = IntegerField(
        _("The best of each zone"),
        description=_("How many of each zone come into the final. Who shares the last place comes too."),
        validators=[
            InputRequired(_("Say how many.")),
            NumberRange(1, MOST, message=_("A number from %(min)s to %(max)s.")),
        ],
    )
    carry = IntegerField(
        _("Percent of the zone's result carried over"),
        description=_(
            "0: the final alone decides. 40: 60 percent of the final and 40 percent of the zone's result."
        ),
        validators=[
            InputRequired(_("Say how much.")),
            NumberRange(0, WHOLE, message=_("A number from %(min)s to %(max)s.")),
        ],
    )
    venue = SelectField(_("Venue"), validators=[InputRequired(_("Choose the venue."))])
    start = TimeField(_("First slot at"), validators=[InputRequired(_("Say when."))])

    def __init__(self, event: Event, zone: Zone | None, **options: Any) -> None:
        super().__init__(**(_said(zone) if zone else _proposed(event)), **options)
        self.venue.choices = [(venue.code, language().name(venue)) for venue in event.venues]

    @property
    def terms(self) -> Terms:
        """Of a form that is valid."""
        return Terms(
            name=self.name.data or "",
            name_en=self.name_en.data or "",
            top=self.top.data or TOP,
            carry=self.carry.data or 0,
            venue=self.venue.data,
            start=self.start.minutes or 0,
        )


def _said(zone: Zone) -> dict[str, object]:
    return {
        "name": zone.round.name,
        "name_en": zone.round.name_en,
        "top": zone.round.top,
        "carry": zone.round.carry,
        "venue": zone.venue.code,
        "start": language().minutes(zone.start),
    }


def _proposed(event: Event) -> dict[str, object]:
    """The best two by the final alone, in the first zone's hall, from the full hour after the last slot."""
    slots = [slot for found in plan_slots(event).values() for slot in found]
    last = max((slot.end or 0 for slot in slots), default=event.day_start)
    return {
        "name": NAME,
        "name_en": NAME_EN,
        "top": TOP,
        "carry": 0,
        "venue": event.zones[0].venue.code,
        "start": language().minutes(-(-last // HOUR) * HOUR),
    }
