"""Who sits in a seat, and as what; and what a recorded presentation for all panels is called."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from panel.domain.panels import Role
from panel.models import Event, Seat
from panel.operations.panels import Appointment
from panel.queries.panels import Candidate
from panel.web.changes import names_in, warnings
from panel.web.forms import Form, plain, tidy
from panel.web.language import language

MOST = 120
AS_THE_ROLE, SCORES, SCORES_NOT = "", "yes", "no"
_not_endless = Length(max=MOST, message=_("At most %(max)d characters."))


class SeatForm(Form):
    """What somebody sits as: the role, and whether they give marks (`province`: nobody presents to it)."""

    role = SelectField(_("Role"), validators=[InputRequired(_("Choose the role."))])
    scores = RadioField(_("Gives marks"))

    def __init__(self, *, province: bool, **values: object) -> None:
        super().__init__(**({"role": Role.JUDGE.value, "scores": AS_THE_ROLE} | values))
        self.role.choices = [(role.value, language().message(f"role.{role}")) for role in Role]
        self.scores.choices = [
            (AS_THE_ROLE, gettext("As usual: chair and judges do, secretary and adviser don't")),
            (SCORES, gettext("Yes")),
            (SCORES_NOT, gettext("No")),
        ]
        if province:
            del self.scores

    @property
    def sits_as(self) -> Role:
        return Role(self.role.data)

    @property
    def gives_marks(self) -> bool:
        if self.scores is None:
            return False
        as_usual = self.scores.data == AS_THE_ROLE
        return self.sits_as.scores_by_default if as_usual else self.scores.data == SCORES


class AppointmentForm(SeatForm):
    """A new person with name and position, and the home amphoe that recuses them."""

    name = StringField(
        _("Name"),
        filters=[tidy],
        validators=[DataRequired(_("Name the person.")), _not_endless, plain],
    )
    position = StringField(_("Position"), filters=[tidy], validators=[_not_endless, plain])
    home = SelectField(
        _("Home amphoe"), description=_("Who comes from an amphoe, or heads it, never scores it.")
    )

    def __init__(
        self, event: Event, *, province: bool, seat: Seat | None = None, successor: bool = False
    ) -> None:
        values: dict[str, object] = {}
        if seat is not None:
            values |= {"role": seat.role.value, "scores": _scores(seat)}
        if seat is not None and not successor:
            values |= {"name": seat.person.name, "position": seat.person.position, "home": seat.person.home}
        super().__init__(province=province, **values)
        self.home.choices = [("", gettext("None"))] + [
            (presenter.code, language().name(presenter))
            for presenter in event.presenters
            if not presenter.practice
        ]

    def appointment(self) -> Appointment:
        return Appointment(
            name=self.name.data or "",
            position=self.position.data or "",
            home=self.home.data or None,
            role=self.sits_as,
            scores=self.gives_marks,
        )


class SeatingForm(SeatForm):
    """Somebody who sits elsewhere already; who is needed in another hall then, only on insistence."""

    person = SelectField(_("Person"), validators=[InputRequired(_("Choose the person."))])
    insists = BooleanField(_("Seat them all the same"))

    def __init__(
        self, event: Event, candidates: Sequence[Candidate], *, province: bool, person: str = ""
    ) -> None:
        super().__init__(province=province, person=person)
        self._event, self._candidates = event, {each.person.code: each for each in candidates}
        free = [each for each in candidates if not each.clashes]
        busy = [each for each in candidates if each.clashes]
        groups = {gettext("Free then by the plan"): free, gettext("In another hall then"): busy}
        self.person.choices = {
            label: [(each.person.code, each.person.name) for each in listed]
            for label, listed in groups.items()
            if listed
        }

    @property
    def chosen(self) -> str:
        """The name of whom the form seats."""
        return self._candidates[self.person.data].person.name

    def validate_insists(self, field: Field) -> None:
        chosen = self._candidates.get(self.person.data)
        if chosen and chosen.clashes and not field.data:
            told = warnings(chosen.clashes, names_in(self._event))
            raise ValidationError(" ".join(each.words for each in told))


class AnchorForm(Form):
    """A recorded presentation that every panel scores."""

    title = StringField(
        _("Title"),
        description=_("What judges read, such as: Recorded presentation of last year"),
        filters=[tidy],
        validators=[DataRequired(_("Give the recorded presentation a title.")), _not_endless, plain],
    )
    title_en = StringField(_("Title in English"), filters=[tidy], validators=[_not_endless, plain])


def _scores(seat: Seat) -> str:
    """What the form shows for a seat that exists."""
    if seat.scores == seat.role.scores_by_default:
        return AS_THE_ROLE
    return SCORES if seat.scores else SCORES_NOT
