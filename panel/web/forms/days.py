"""Changes of the rest of the day: what each asks for, and the domain's function that it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from panel.domain import shifts
from panel.domain.events import Window
from panel.domain.schedules import parse_minutes
from panel.domain.shifts import Course
from panel.web.forms import Form, plain, tidy
from panel.web.language import language

Names = Mapping[str, str]
MOST_MINUTES = 480
_not_endless = Length(max=80, message=_("At most %(max)d characters."))


def clock_time(form: Form, field: Field) -> None:
    """Refuses what is no time of day."""
    if parse_minutes(field.data or "") is None:
        raise ValidationError(gettext("Write a time such as 08:30."))


def minutes_field(label: str, least: int, most: int = MOST_MINUTES, **more: Any) -> IntegerField:
    words = _("Expected minutes from %(least)s to %(most)s.", least=least, most=most)
    return IntegerField(
        label, validators=[InputRequired(_("Say how many.")), NumberRange(least, most, words)], **more
    )


class ChangeForm(Form):
    """A change; `revision` and `outcome` say which preview was agreed to. `names` by code."""

    revision = HiddenField()
    outcome = HiddenField()

    def __init__(self, course: Course, names: Names, asked: MultiDict[str, str] | None = None) -> None:
        """`asked` is a preview's own query, which needs no token; without it the request's form counts."""
        if asked is None:
            super().__init__()
        else:
            super().__init__(asked, meta={"csrf": False})
        self.offer(course, names)

    @property
    def own(self) -> list[Field]:
        """The fields that this change asks for."""
        return [field for field in self if field.name not in {"revision", "outcome", "csrf_token"}]

    @property
    def seen(self) -> int:
        text = self.revision.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1

    def offer(self, course: Course, names: Names) -> None:
        """Set what may be chosen."""

    def apply(self, course: Course) -> Course:
        raise NotImplementedError

    @property
    def told(self) -> dict[str, object]:
        """What the words of the edit need beside the zone."""
        return {}


class ShiftForm(ChangeForm):
    minutes = minutes_field(
        _("Minutes"),
        -MOST_MINUTES,
        default=10,
        description=_("The rest begins so much later; below 0, earlier."),
    )

    def apply(self, course: Course) -> Course:
        return shifts.shift(course, self.minutes.data or 0)


class FollowForm(ChangeForm):
    at = StringField(
        _("The next begins at"),
        description=_("The others follow; pauses between them take up what they can. Nobody comes earlier."),
        validators=[InputRequired(_("Say when.")), clock_time],
    )

    def apply(self, course: Course) -> Course:
        return shifts.follow(course, parse_minutes(self.at.data or "") or 0)


class PostponeForm(ChangeForm):
    presenter = SelectField(_("Who comes last"), validators=[InputRequired()])

    def offer(self, course: Course, names: Names) -> None:
        self.presenter.choices = [(slot.presenter, names[slot.presenter]) for slot in course.movable]

    def apply(self, course: Course) -> Course:
        return shifts.postpone(course, self.presenter.data)

    @property
    def told(self) -> dict[str, object]:
        return {"presenter": self.presenter.data}


class SwapForm(PostponeForm):
    presenter = SelectField(_("Who"), validators=[InputRequired()])
    other = SelectField(_("Changes places with"), validators=[InputRequired()])

    def offer(self, course: Course, names: Names) -> None:
        super().offer(course, names)
        self.other.choices = self.presenter.choices

    def apply(self, course: Course) -> Course:
        return shifts.swap(course, self.presenter.data, self.other.data)

    @property
    def told(self) -> dict[str, object]:
        return super().told | {"other": self.other.data}


class BreakForm(ChangeForm):
    start = SelectField(_("From"), validators=[InputRequired()])
    minutes = minutes_field(_("Minutes"), 1, default=15)
    name = StringField(
        _("What it is called"),
        default=lambda: gettext("Break"),
        validators=[InputRequired(_("Say what it is called.")), _not_endless, plain],
        filters=[tidy],
    )

    def offer(self, course: Course, names: Names) -> None:
        done = [slot for slot in course.slots if slot.presenter in course.begun]
        ends = [
            (slot.end, gettext("After %(presenter)s", presenter=names[slot.presenter]))
            for slot in (*done[-1:], *course.rest)
        ]
        free = [] if course.free is None else [(course.free, gettext("As soon as the hall is free"))]
        places = dict(ends) | dict(free)
        self.start.choices = [
            (str(minute), f"{language().minutes(minute)} – {words}")
            for minute, words in sorted(places.items())
        ]

    def apply(self, course: Course) -> Course:
        return shifts.insert_break(course, self.window, self.name.data or "")

    @property
    def window(self) -> Window:
        start = int(self.start.data)
        return Window(start, start + (self.minutes.data or 0))

    @property
    def told(self) -> dict[str, object]:
        return {"name": self.name.data, "start_time": self.window.start, "end_time": self.window.end}


class QuestionsForm(ChangeForm):
    minutes = minutes_field(_("Minutes of questions for each who is still to come"), 0)

    def apply(self, course: Course) -> Course:
        return shifts.shorten_questions(course, self.minutes.data or 0)


class BookingForm(ChangeForm):
    until = StringField(
        _("The hall may be used until"), validators=[InputRequired(_("Say when.")), clock_time]
    )

    def apply(self, course: Course) -> Course:
        return shifts.extend_booking(course, parse_minutes(self.until.data or "") or 0)


CHANGES: Mapping[str, Callable[..., ChangeForm]] = {
    "shift": ShiftForm,
    "follow": FollowForm,
    "postpone": PostponeForm,
    "swap": SwapForm,
    "break": BreakForm,
    "shorten": QuestionsForm,
    "booking": BookingForm,
}
"""By the act of the edit that they make."""
