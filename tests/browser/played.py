"""The day that bin/pictures photographs: what happens behind the camera, by operations."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from panel.adapters.language import BANGKOK
from panel.adapters.premises import WORKER_LOCK
from panel.adapters.uploads import CheckedFile, Kind, staged
from panel.cli.makers import make
from panel.domain.days import Happened
from panel.domain.materials import MaterialKind
from panel.domain.panels import Role
from panel.domain.rehearsals import marks_of
from panel.domain.sheets import Act
from panel.models import Event
from panel.operations.backups import begin_backup, end_backup
from panel.operations.certifications import certify_province
from panel.operations.days import note_happening
from panel.operations.entries import NewEntry
from panel.operations.finals import bring_in
from panel.operations.jobs import claim_job
from panel.operations.materials import bring_file, bring_link, set_deadline
from panel.operations.panels import seat_person
from panel.operations.papers import file_paper
from panel.operations.results import finalise_zone
from panel.queries.events import find_presenter, find_seat
from panel.queries.instruments import instrument_of
from panel.queries.provinces import province_results
from panel.queries.schedules import find_slot, timed_slots
from tests.conftest import entries_for, score
from tests.files import pdf, picture
from tests.stages import Stage

SEED = 7
ZONE, JUDGE, CHAIR = "z1", "z1-judge-1", "z1-chair"
JUDGES = [f"z1-judge-{number}" for number in (1, 2, 3, 4)]
FIRST, SECOND, THIRD, NOW, LAST = ("3101", "3116", "3115", "3121", "3103")
"""The amphoe of zone 1 in the order of their slots."""
ELSEWHERE = {"z2": 3, "z3": 2, "z4": 3}
"""How many amphoe the other zones have heard when zone 1 hears its fourth."""


class Day(Stage):
    """The event, and what people do in it."""

    def set(self, time: str, date: str = "2025-08-08") -> None:
        self.clock.at = datetime.fromisoformat(f"{date}T{time}").replace(tzinfo=BANGKOK)

    def marks(self, seat: str, presenter: str) -> dict[str, str]:
        return self.run(
            lambda event: marks_of(instrument_of(event.rounds[0].instrument), SEED, seat, presenter)
        )

    def fill(self, seats: list[str], presenter: str, first: int | None = None) -> None:
        """Whole sheets, submitted; or only the first so many marks."""
        for seat in seats:
            given = dict(list(self.marks(seat, presenter).items())[:first])
            self.run(partial(self._given, seat, presenter, given, first is None))

    def _given(self, seat: str, presenter: str, marks: dict[str, str], submit: bool, event: Event) -> None:
        by = self.by(find_seat(event, seat).person.code)
        score(event, by, seat, presenter, marks, submit=submit)

    def paper(self, seat: str, presenter: str) -> None:
        """The secretary types a sheet."""
        marks = entries_for(seat, presenter, self.marks(seat, presenter))
        submission = NewEntry(f"{seat}-{presenter}", seat, presenter, Act.SUBMIT)
        by = "z1-secretary"
        self.run(
            lambda event: file_paper(
                event, marks, submission, by=self.by(by), read_back_by="กรรมการเจ้าของใบคะแนน"
            ),
            write=True,
        )

    def rule(self, kind: Act, seat: str, presenter: str, reason: str) -> None:
        """The chair's act on a sheet."""
        self.act(CHAIR, seat, kind, presenter, value={"reason": reason})

    def happen(self, presenter: str, **times: str) -> None:
        """The secretary presses: presenting="09:01", done="09:30"."""
        for kind, time in times.items():
            self.set(time)
            self.run(
                lambda _, kind=kind: note_happening(
                    find_slot(self.zone(), presenter), Happened(kind), by=self.by("z1-secretary")
                ),
                write=True,
            )

    def work(self) -> None:
        """The worker makes the plan that was asked for."""
        key = self.run(lambda _: claim_job(by=self.by("organiser")).key, write=True)
        make(replace(self.app.extensions["panel_settings"], clock=self.clock.at), key)

    def keep_house(self) -> None:
        """The server is as it should be: the worker lives, and has made a backup."""
        lock = self.app.extensions["panel_settings"].instance / "documents" / WORKER_LOCK
        lock.parent.mkdir(exist_ok=True)
        lock.touch()
        at = self.clock.at
        self.run(
            lambda _: end_backup(begin_backup(at=at), "panel.zip", 3 * 2**20, "d" * 64, at=at), write=True
        )

    def bring(self, presenter: str) -> None:
        """An amphoe hands in what it brings."""
        self.run(partial(self._brought, presenter), write=True)

    def _brought(self, code: str, event: Event) -> None:
        presenter, by = find_presenter(event, code), self.by(f"amphoe-{code}")
        settings = self.app.extensions["panel_settings"]
        for kind, file in (
            (
                MaterialKind.INFOGRAPHIC,
                CheckedFile(picture(size=(1200, 1600), colour="teal"), Kind.PNG, "ผลงานเด่น.png"),
            ),
            (MaterialKind.SLIDES, CheckedFile(pdf(12), Kind.PDF, "สไลด์นำเสนอ.pdf")),
        ):
            with staged(settings, file.content) as place:
                bring_file(presenter, kind, file, place, title="", by=by, settings=settings)
        bring_link(
            presenter, url="https://youtu.be/growthteam", title="หนึ่งปีในสามนาที", by=by, settings=settings
        )

    def wait_for_materials(self, until: timedelta) -> None:
        """The organiser sets the deadline."""
        self.run(
            lambda event: set_deadline(event, self.clock.at + until, by=self.by("organiser")), write=True
        )

    def plan(self, zone: str) -> list[str]:
        return self.run(lambda event: [slot.presenter.code for slot in timed_slots(self.zone(zone))])

    def seats(self, zone: str) -> list[str]:
        return self.run(lambda event: [seat.code for seat in self.zone(zone).seats if seat.scores])

    def judge(self, zone: str, after: int = 0, until: int | None = None) -> None:
        """Every sheet of a zone's amphoe, in their order, is submitted."""
        for presenter in self.plan(zone)[after:until]:
            self.fill(self.seats(zone), presenter)

    def fill_the_final(self, panel: dict[str, Role]) -> None:
        """Its panel is appointed, and the best of each zone come in."""

        def seat(event: Event) -> None:
            for person, role in panel.items():
                sitting = find_seat(event, person).person
                seat_person(event, self.zone("final"), sitting, role, True, by=self.by("organiser"))

        def bring(event: Event) -> None:
            coming = province_results(event).selection.presenters
            bring_in(event, coming, by=self.by("organiser"))

        for act in (seat, bring):
            self.run(act, write=True)

    def end_the_final(self, chair: str) -> None:
        """It is judged and final; who chairs the province certifies."""
        self.judge("final")
        self.run(lambda _: finalise_zone(self.zone("final"), by=self.by(chair)), write=True)
        self.run(lambda event: certify_province(event, by=self.by("province-chair")), write=True)


def until_the_fourth(day: Day) -> None:
    """Three amphoe of zone 1 have presented, with a recusal, a paper sheet, an absence, a sheet returned."""
    day.happen(FIRST, called="08:55", presenting="09:01", questions="09:15")
    day.set("09:28")
    day.act("z1-judge-2", "z1-judge-2", Act.RECUSE, FIRST, value={"reason": "เคยปฏิบัติงานที่อำเภอนี้"})
    day.fill([JUDGE, "z1-judge-3", "z1-judge-4", CHAIR], FIRST)
    day.happen(FIRST, done="09:31")
    day.happen(SECOND, presenting="09:33", questions="09:47")
    day.set("09:58")
    day.fill([JUDGE, "z1-judge-2", "z1-judge-4", CHAIR], SECOND)
    day.paper("z1-judge-3", SECOND)
    day.happen(SECOND, done="10:04")
    day.happen(THIRD, presenting="10:06", questions="10:21")
    day.set("10:29")
    day.fill([JUDGE, "z1-judge-2", "z1-judge-3", CHAIR], THIRD)
    day.rule(Act.ABSENT, "z1-judge-4", THIRD, "ติดราชการด่วน")
    day.happen(THIRD, done="10:35")
    day.set("10:36")
    day.rule(Act.RETURN, JUDGE, THIRD, "โปรดทบทวนคะแนนข้อ ๒.๓.๑ ให้ตรงกับเอกสารหลักฐาน")
    for zone, heard in ELSEWHERE.items():
        day.judge(zone, until=heard)
    day.happen(NOW, presenting="10:38")
    day.happen(LAST, called="10:46")
    day.set("10:50")
    day.fill(["z1-judge-2"], NOW, first=4)
    day.fill(["z1-judge-3"], NOW, first=7)
