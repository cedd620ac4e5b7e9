"""Where and when an amphoe presents, when a zone begins, and its breaks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import HiddenInput

from panel.domain.events import Break, Window
from panel.domain.imports.cells import parse_day
from panel.domain.schedules import parse_minutes
from panel.models import Event, Slot
from panel.web.forms import Form, plain
from panel.web.language import language


class TimeField(StringField):
    """A time of day such as 08:30 or ๘.๓๐."""

    @property
    def minutes(self) -> int | None:
        """From midnight; None where nothing was typed."""
        return parse_minutes(self.data or "")

    def pre_validate(self, form: object) -> None:
        if (self.data or "").strip() and self.minutes is None:
            raise ValidationError(_("Write a time such as 08:30."))


class DayField(StringField):
    """A day such as 8/8/2568 or 8 สิงหาคม 2568."""

    @property
    def day(self) -> date | None:
        """None where nothing was typed."""
        return parse_day(self.data or "")

    def pre_validate(self, form: object) -> None:
        if (self.data or "").strip() and self.day is None:
            raise ValidationError(_("Write a day such as 8/8/2568."))


class PlanForm(Form):
    """An act on the plan as it was looked at: `revision` says which, and a stale one is refused."""

    revision = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(0, 2**31 - 1)])

    @property
    def seen(self) -> int | None:
        """The revision; None where none was sent, which is whatever stands."""
        return None if self.revision.errors else self.revision.data


class MoveForm(PlanForm):
    """A zone of the round, and the place in its order."""

    zone = SelectField(_("Zone"), validators=[InputRequired(_("Choose the zone."))])
    position = IntegerField(
        _("Place in its order"),
        description=_("1 is the first slot; those after it move on."),
        validators=[InputRequired(_("Say which place.")), NumberRange(1, message=_("The first place is 1."))],
    )

    def __init__(self, slot: Slot, **options: Any) -> None:
        super().__init__(zone=slot.zone.code, position=slot.position, **options)
        self.zone.choices = [(zone.code, language().name(zone)) for zone in slot.round.zones]


class SwapForm(PlanForm):
    """Another presenter of the round, to change places with."""

    other = SelectField(_("Change places with"), validators=[InputRequired(_("Choose the amphoe."))])

    def __init__(self, others: Sequence[Slot], **options: Any) -> None:
        super().__init__(**options)
        name, minutes = language().name, language().minutes
        self.other.choices = [
            (each.presenter.code, f"{name(each.presenter)} · {name(each.zone)} · {minutes(each.start or 0)}")
            for each in others
        ]


class PinForm(PlanForm):
    """When a presenter starts, whatever else is moved."""

    pinned_at = TimeField(_("Starts at"), validators=[InputRequired(_("Say when."))])


class RequestForm(PlanForm):
    """What a presenter requested."""

    not_before = TimeField(_("To start no earlier than"), validators=[Optional()])
    not_after = TimeField(_("To have ended by"), validators=[Optional()])
    firm = BooleanField(
        _("It must be so"), description=_("Without this it is a wish, granted where nothing else suffers.")
    )


class StartForm(PlanForm):
    """When a zone's first slot starts."""

    start = TimeField(_("First slot at"), validators=[InputRequired(_("Say when."))])


class BreakForm(PlanForm):
    """A break: what it is called, whose it is, from when to when."""

    name = StringField(
        _("Name"),
        validators=[
            InputRequired(_("Give it a name.")),
            Length(max=80, message=_("At most %(max)d characters.")),
            plain,
        ],
    )
    zone = SelectField(_("Zone"))
    start = TimeField(_("From"), validators=[InputRequired(_("Say when."))])
    end = TimeField(_("To"), validators=[InputRequired(_("Say when."))])

    def __init__(self, event: Event, pause: Break | None = None) -> None:
        minutes = language().minutes
        given: dict[str, object] = {}
        if pause is not None:
            start, end = minutes(pause.window.start), minutes(pause.window.end)
            given = {"name": pause.name, "zone": pause.zone or "", "start": start, "end": end}
        super().__init__(**given)
        zones = [(zone.code, language().name(zone)) for zone in event.zones]
        self.zone.choices = [("", str(_("All zones"))), *zones]

    @property
    def pause(self) -> Break:
        """The break of a form that is valid."""
        window = Window(self.start.minutes or 0, self.end.minutes or 0)
        return Break((self.name.data or "").strip(), window, self.zone.data or None)
