"""Nobody learns another's mark: what a role is shown is the same whatever was given where it may not look.

Each day is played twice, the second time with other marks and comments. Every page and the first frame of
every stream is asked for by each role: what reads differently is all that the role can know of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import func, select

from panel.adapters.secrets import hash_password
from panel.db import db
from panel.domain.access import Identity, Place
from panel.domain.publications import Readership, Scope
from panel.domain.sheets import Act, sheet_digest
from panel.models import Attempt
from panel.operations.accounts import MOST_ATTEMPTS, set_pin
from panel.operations.days import mark_no_show
from panel.operations.publications import publish_results
from panel.queries.accounts import find_person, rights_of
from panel.queries.schedules import find_slot
from panel.web.frames import KeptFrames
from tests.conftest import CODE, MARKS
from tests.databases import fresh_copy
from tests.stages import Stage
from tests.web.conftest import EVENT
from tests.web.test_access_matrix import PLACE, TABLE

WATCHED = "3116"
OTHERS = ("3101", "3115", "3121", "3103")
LOW, HIGH = {"1.1": "3", "2.3.1": "6.5"}, {"1.1": "9.5", "2.3.1": "11.5"}
SHEET = f"{EVENT}/zones/z1/sheets/z1-judge-3/{WATCHED}"

THEIRS = {"zone": "z1", "seat": "z1-judge-3", "presenter": WATCHED}
PLACES = {
    "z1-judge-1": (THEIRS, THEIRS | {"seat": "z1-judge-1"}),
    "z2-chair": (THEIRS, {"zone": "z2", "seat": "z2-chair", "presenter": "3111"}),
}
"""Where each looks beside the sheet that is watched."""
KEEPS_THE_PAPERS = {
    "documents.zone_spreadsheet",
    "results.board",
    "results.board_live",
    "results.presenter",
    "results.print_view",
    "results.reliability",
    "results.zone",
    "sheets.history",
    "sheets.view",
}
KNOWS = {"z1-secretary": KEEPS_THE_PAPERS}
"""Of the marks before the zone is final; of a presenter that the chair has still to score."""
KNOWS_AFTERWARDS = {
    "province-chair": {"documents.zone_spreadsheet", "results.presenter", "results.print_view"},
    "amphoe-3116": {"results.feedback"},
}
"""Who gave which marks, and the comments; that results are published is known to all."""

NEW_EACH_TIME = re.compile(
    r'[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22,27}|name="(?:key|csrf_token)"[^>]*|data-(?:rendered|device)="[^"]*"'
)
Told = dict[tuple[str, str], tuple[int, str]]
"""Status and page by endpoint and address."""
DIGESTS = re.compile(r'\b[0-9a-f]{12,64}\b|<img class="qr"[^>]*>')
"""Of a final zone: other marks have another."""


@pytest.fixture
def stage(app, clock) -> Stage:
    return Stage(app, clock)


@pytest.fixture
def played(app, template, house, stage, as_) -> Callable[..., dict[str, set[str]]]:
    """What reads differently after `day` was played with low marks and with high ones: endpoints by role."""

    def asked(day, roles, marks):
        _forget(app)
        with fresh_copy(template, house):
            day(stage, marks)
            seen = {role: _crawl(stage, as_(role) if role else app.test_client(), role) for role in roles}
            _forget(app)
        return seen

    def compared(day, roles, but=NEW_EACH_TIME):
        low, high = (asked(day, roles, marks) for marks in (LOW, HIGH))
        return {role: set(_otherwise(low[role], high[role], but)) for role in roles}

    return compared


def _otherwise(one: Told, other: Told, but: re.Pattern[str]) -> Iterator[str]:
    """The endpoints that read otherwise, and not only in what matches `but`."""
    for place, (status, page) in one.items():
        if (status, but.sub("", page)) != (other[place][0], but.sub("", other[place][1])):
            yield place[0]


def _forget(app) -> None:
    """The database changes under the application."""
    app.extensions["panel_live"].stop()
    app.extensions["panel_kept_frames"] = KeptFrames()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _crawl(stage: Stage, client, role: str) -> Told:
    """What every page that is open to the role ("" is nobody) says, by endpoint and address."""
    app, told = stage.app, {}
    me = stage.run(lambda event: rights_of(find_person(event, role))) if role else None
    adapter = app.url_map.bind("localhost")
    for place in PLACES.get(role, (THEIRS,)):
        for rule in app.url_map.iter_rules():
            codes = PLACE | place | (rule.defaults or {})
            here = {name: codes.get(name) for name in rule.arguments}
            if "GET" in rule.methods and rule.endpoint != "static" and _may(app, rule.endpoint, me, here):
                path = adapter.build(rule.endpoint, here)
                told[rule.endpoint, path] = told.get((rule.endpoint, path)) or _read(client, path)
    return told


def _may(app, endpoint: str, me: Identity | None, here: dict[str, str]) -> bool:
    """Whether the route lets that one in."""
    place = Place(*(here.get(name) for name in ("event", "zone", "seat", "presenter")))
    return app.view_functions[endpoint].access(me, place)


def _read(client, path: str) -> tuple[int, str]:
    """A page without what is new in it each time; of a stream the first frame."""
    with client.get(path) as answer:
        if answer.mimetype != "text/event-stream":
            return answer.status_code, NEW_EACH_TIME.sub("", answer.data.decode(errors="replace"))
        chunks = (chunk.decode() for chunk in answer.iter_encoded())
        return answer.status_code, next(chunk for chunk in chunks if "data: " in chunk).partition("data: ")[2]


def amid_the_day(stage: Stage, marks: dict[str, str]) -> None:
    """Two of the panel judge somebody whom the chair and the first judge have still to score."""
    for seat in ("z1-chair", "z1-judge-2"):
        stage.score(seat, "3101")
    stage.score("z1-judge-2", WATCHED)
    judged(stage, "z1-judge-3", marks)
    stage.score("z1-judge-4", WATCHED, MARKS | marks, submit=False)
    stage.score("z2-chair", "3111")


def judged(stage: Stage, seat: str, marks: dict[str, str]) -> None:
    """That seat's sheet of the watched one, with a comment."""
    stage.score(seat, WATCHED, MARKS | marks, submit=False)
    stage.act(seat, seat, Act.COMMENT, WATCHED, node="1", value=f"worth {marks['1.1']}")
    stage.act(seat, seat, Act.SUBMIT, WATCHED)


def away(stage: Stage, marks: dict[str, str]) -> None:
    """The chair has scored all but one, who others had judged before it was noted as absent."""
    for presenter in OTHERS:
        stage.score("z1-chair", presenter)
    judged(stage, "z1-judge-3", marks)

    def note(_event):
        mark_no_show(find_slot(stage.zone(), WATCHED), by=stage.by("z1-chair"), reason="not here")

    stage.run(note, write=True)


def published(stage: Stage, marks: dict[str, str]) -> None:
    """Two judges give the low and the high marks, the one these, the other those: results stay the same."""
    for seat in ("z1-chair", "z1-judge-1", "z1-judge-2", "z1-judge-3", "z1-judge-4"):
        for presenter in OTHERS:
            stage.score(seat, presenter)
    for seat in ("z1-chair", "z1-judge-1", "z1-judge-2"):
        stage.score(seat, WATCHED)
    judged(stage, "z1-judge-3", marks)
    stage.score("z1-judge-4", WATCHED, MARKS | (LOW if marks is HIGH else HIGH))
    stage.finalise()

    def publish(event):
        for scope, reader in ((Scope.RANKING, Readership.PUBLIC), (Scope.FEEDBACK, Readership.PRESENTERS)):
            options = {"scope": scope, "readership": reader, "shown_from": stage.clock()}
            publish_results(event, stage.zone(), **options, by=stage.by("organiser"))

    stage.run(publish, write=True)


def test_before_the_own_sheet_is_in_nothing_tells_of_anothers_marks(played):
    roles = ("z1-secretary", "z1-chair", "z1-judge-1", "z1-judge-2", "z2-chair", "province-chair", "")
    assert played(amid_the_day, roles) == {role: KNOWS.get(role, set()) for role in roles}


def test_a_chair_learns_nothing_of_whom_the_chair_notes_as_absent(played):
    assert played(away, ("z1-chair",)) == {"z1-chair": set()}


def test_of_a_final_and_published_zone_who_gave_what_stays_with_who_keeps_the_papers(played):
    roles = ("z1-judge-1", "province-chair", "amphoe-3116", "")
    assert played(published, roles, but=DIGESTS) == {
        role: KNOWS_AFTERWARDS.get(role, set()) for role in roles
    }


@pytest.mark.parametrize("page", ["view", "history"])
def test_a_chair_whose_own_sheet_could_be_taken_back_reads_nobodys_draft(stage, as_, page):
    stage.score("z1-judge-3", WATCHED, submit=False)
    stage.score("z1-chair", WATCHED)
    chair, secretary = as_("z1-chair"), as_("z1-secretary")
    draft = secretary.get(f"{SHEET}/{page}")
    assert f"{SHEET}/sheet.pdf" not in draft.text
    assert secretary.get(f"{SHEET}/sheet.pdf").status_code == 409
    before = chair.get(f"{SHEET}/{page}").status_code, draft.status_code
    assert (before, f"{SHEET}/view" in chair.get(f"{EVENT}/zones/z1/board").text) == ((403, 200), False)
    stage.act("z1-judge-3", "z1-judge-3", Act.SUBMIT, WATCHED)
    assert chair.get(f"{SHEET}/{page}").status_code == 200
    assert f"{SHEET}/view" in chair.get(f"{EVENT}/zones/z1/board").text


def test_guessed_marks_are_not_confirmed_by_their_digest_before_the_zone_is_final(app, stage, as_):
    stage.score_zone()
    facts = {"event": CODE, "seat": "z1-judge-3", "presenter": "3101", "submission": 1, "comments": {}}
    code = f"/verify/{sheet_digest(marks=MARKS, **facts)}"
    readers = {who: as_(who) for who in ("z1-judge-1", "z2-chair", "z1-judge-3", "z1-chair", "z1-secretary")}
    readers[""] = app.test_client()
    told = {who: client.get(code).status_code for who, client in readers.items()}
    assert told == dict.fromkeys(readers, 404) | dict.fromkeys(
        ("z1-judge-3", "z1-chair", "z1-secretary"), 200
    )
    stage.finalise()
    assert readers[""].get(code).status_code == 200


@pytest.mark.parametrize("who", ["z2-judge-1", "amphoe-3101", ""])
def test_a_refusal_is_the_same_whether_or_not_there_is_such_a_thing(app, as_, who):
    client = as_(who) if who else app.test_client()
    letter, adapter = {"z2-judge-1": "K", "amphoe-3101": "A", "": "-"}[who], app.url_map.bind("localhost")
    told = {}
    for rule in app.url_map.iter_rules():
        codes = PLACE | (rule.defaults or {})
        names = rule.arguments & {"zone", "seat", "presenter", "person", "round"}
        if "GET" in rule.methods and names and letter not in TABLE[rule.endpoint]:
            here = {name: codes[name] for name in rule.arguments}
            paths = [
                adapter.build(rule.endpoint, here | dict.fromkeys(which, "none")) for which in ((), names)
            ]
            told[rule.endpoint] = [client.get(path).status_code for path in paths]
    assert told == dict.fromkeys(told, [403, 403] if who else [302, 302])


def test_no_act_is_done_without_the_pages_own_token(app, as_):
    app.config["WTF_CSRF_ENABLED"] = True
    client, adapter, told = as_("organiser"), app.url_map.bind("localhost"), {}
    for rule in app.url_map.iter_rules():
        if "POST" in rule.methods:
            codes = PLACE | (rule.defaults or {})
            path = adapter.build(rule.endpoint, {name: codes[name] for name in rule.arguments})
            told[rule.endpoint] = client.post(path).status_code
    assert told == dict.fromkeys(told, 400) | {"entries.store": 415}


def test_a_pin_is_not_found_by_trying_to_certify(app, do, as_):
    do(set_pin, "province-chair", hash_password("2468"))
    chair = as_("province-chair")
    for path in ("certification", "decertification"):
        for _ in range(MOST_ATTEMPTS):
            chair.post(f"{EVENT}/{path}", data={"pin": "1111", "reason": "guessing"})
    with app.app_context():
        assert db.session.scalar(select(func.count(Attempt.id))) == MOST_ATTEMPTS
