"""What an organiser asks of a plan, a hall's bookings, a way out of a clash, and a division into zones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, FieldList, IntegerField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp, ValidationError

from panel.domain.events import Window
from panel.domain.planning.terms import MOST_SECONDS, MOST_SEED, Terms
from panel.domain.schedules import WayOut, parse_minutes
from panel.web.forms import Form, plain, tidy
from panel.web.forms.schedules import PlanForm, TimeField

WAY_PARAMS = ("zone", "venue", "presenter", "round", "start_time", "end_time", "quorum")
MOST_IN_A_ZONE = 200


class WayForm(PlanForm):
    """One press on a way out. What each code needs is `operations/ways`'s to say; `proposal` is the key of
    the answer that offered it."""

    code = StringField(validators=[InputRequired()])
    proposal = StringField(validators=[Optional(), Regexp(r"[\w-]{1,40}\Z")])
    zone = StringField(validators=[Optional(), plain])
    venue = StringField(validators=[Optional(), plain])
    presenter = StringField(validators=[Optional(), plain])
    round = StringField(validators=[Optional(), plain])
    start_time = IntegerField(validators=[Optional(), NumberRange(0, 24 * 60)])
    end_time = IntegerField(validators=[Optional(), NumberRange(0, 24 * 60)])
    quorum = IntegerField(validators=[Optional(), NumberRange(1, 99)])

    @property
    def way(self) -> WayOut:
        given = {name: self[name].data for name in WAY_PARAMS}
        return WayOut(
            str(self.code.data), {name: value for name, value in given.items() if value not in _NONE}
        )


_NONE = (None, "")


class TermsForm(Form):
    """On what terms a plan is asked for."""

    start = TimeField(
        _("Start every zone at"),
        description=_("Empty: each zone keeps the start that it has."),
        validators=[Optional()],
    )
    free = BooleanField(
        _("Amphoe may change zones"),
        description=_("Whoever is pinned, under way or has marks stays in the zone all the same."),
    )
    least = IntegerField(
        _("At least so many amphoe in a zone"), validators=[Optional(), NumberRange(0, MOST_IN_A_ZONE)]
    )
    most = IntegerField(
        _("At most so many amphoe in a zone"), validators=[Optional(), NumberRange(1, MOST_IN_A_ZONE)]
    )
    seconds = IntegerField(
        _("Search for at most so many seconds"),
        default=Terms.seconds,
        description=_("Whatever is best by then is the answer."),
        validators=[
            InputRequired(_("Say how long.")),
            NumberRange(1, MOST_SECONDS, message=_("From 1 to %(most)s seconds.", most=MOST_SECONDS)),
        ],
    )
    seed = IntegerField(
        _("Number of the search"),
        default=Terms.seed,
        description=_("The same number finds the same plan; another may find another that is as good."),
        validators=[
            InputRequired(_("Say which number.")),
            NumberRange(0, MOST_SEED, message=_("From 0 to %(most)s.", most=MOST_SEED)),
        ],
    )

    def validate_most(self, field: Field) -> None:
        if field.data is not None and field.data < (self.least.data or 0):
            raise ValidationError(gettext("This is less than the least."))

    @property
    def terms(self) -> Terms:
        return Terms(
            seed=self.seed.data or 0,
            seconds=self.seconds.data or Terms.seconds,
            free=bool(self.free.data),
            least=self.least.data or 0,
            most=self.most.data,
            start=self.start.minutes,
        )


class BookingsForm(PlanForm):
    """The windows in which a hall may be used, a line each; an empty line is none."""

    start = FieldList(TimeField(_("From")))
    end = FieldList(TimeField(_("Until")))

    @property
    def lines(self) -> list[tuple[TimeField, TimeField]]:
        return list(zip(self.start, self.end, strict=False))

    def show(self, windows: Sequence[tuple[str, str]]) -> None:
        """Hold these windows and nothing else."""
        for fields, times in (
            (self.start, [start for start, end in windows]),
            (self.end, [end for start, end in windows]),
        ):
            while fields.entries:
                fields.pop_entry()
            for time in times:
                fields.append_entry(time)

    def add_line(self) -> None:
        self.show([*self.shown, ("", "")])

    @property
    def shown(self) -> list[tuple[str, str]]:
        """What stands in the lines."""
        return [(tidy(start.data), tidy(end.data)) for start, end in self.lines]

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What stands in the lines that hold something."""
        return [line for line in self.shown if any(line)]

    def validate_end(self, field: Field) -> None:
        if not all(all(line) for line in self.typed):
            raise ValidationError(gettext("Write each window as two times, such as 08:30 and 11:30."))

    @property
    def windows(self) -> list[Window]:
        """Of a form that is valid."""
        return [Window(parse_minutes(start) or 0, parse_minutes(end) or 0) for start, end in self.typed]


class ZoningForm(PlanForm):
    """A zone for each presenter of a round, and who of them stays there whatever is proposed."""

    least = IntegerField(
        _("At least so many amphoe in a zone"), validators=[Optional(), NumberRange(0, MOST_IN_A_ZONE)]
    )
    most = IntegerField(
        _("At most so many amphoe in a zone"), validators=[Optional(), NumberRange(1, MOST_IN_A_ZONE)]
    )
    stays = SelectMultipleField()

    def __init__(self, present: Mapping[str, str], zones: Sequence[str]) -> None:
        """`present`: the zone of each presenter as it is; `zones`: where they may go."""
        super().__init__()
        self.stays.choices = [(code, code) for code in present]
        sent = {code: request.form.get(f"zone-{code}", zone) for code, zone in present.items()}
        self.wanted = {code: zone if zone in zones else present[code] for code, zone in sent.items()}

    @property
    def terms(self) -> Terms:
        return Terms(free=True, least=self.least.data or 0, most=self.most.data)

    @property
    def fixed(self) -> dict[str, str]:
        """Who stays, and in which zone."""
        return {code: self.wanted[code] for code in self.stays.data or ()}
