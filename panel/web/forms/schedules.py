"""Where and when an amphoe presents, and when a zone begins."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import Field, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, NumberRange, ValidationError

from panel.domain.schedules import parse_minutes
from panel.models import Slot
from panel.web.forms import Form
from panel.web.language import language


class MoveForm(Form):
    """A zone of the round, and the place in its order."""

    zone = SelectField(_("Zone"), validators=[InputRequired(_("Choose the zone."))])
    position = IntegerField(
        _("Place in its order"),
        description=_("1 is the first slot; those after it move on."),
        validators=[InputRequired(_("Say which place.")), NumberRange(1, message=_("The first place is 1."))],
    )

    def __init__(self, slot: Slot) -> None:
        super().__init__(zone=slot.zone.code, position=slot.position)
        self.zone.choices = [(zone.code, language().name(zone)) for zone in slot.round.zones]


class StartForm(Form):
    """When a zone's first slot starts."""

    start = StringField(_("First slot at"), validators=[InputRequired(_("Say when."))])

    def validate_start(self, field: Field) -> None:
        if parse_minutes(field.data) is None:
            raise ValidationError(_("Write a time such as 08:30."))

    @property
    def minutes(self) -> int:
        """The start, from midnight, of a form that is valid."""
        return parse_minutes(self.start.data or "") or 0
