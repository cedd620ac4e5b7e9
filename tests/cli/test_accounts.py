"""`panel access`: who gets a link, in what order, and the organiser's password."""

from __future__ import annotations

import json

import pytest

from panel.adapters.secrets import link_token, token_digest, verify_password
from panel.db import writing
from panel.domain.panels import Role
from panel.operations.panels import Appointment, appoint_seat, close_seat
from panel.queries.accounts import find_person, person_by_link
from panel.queries.events import find_event, find_seat, find_zone
from tests.conftest import CODE, SECRET


def links(panel) -> list[dict]:
    return json.loads(panel("access", "links", CODE, "--json").stdout)


def paragraphs(text: str) -> list[list[list[str]]]:
    """Paragraphs of lines of cells: columns are at least two spaces apart."""
    return [
        [[cell.strip() for cell in line.split("  ") if cell] for line in part.splitlines()]
        for part in text.split("\n\n")
    ]


def test_links_come_by_role_the_organiser_first(panel):
    groups = paragraphs(panel("access", "links", CODE).stdout)
    assert [(group[0][0], len(group)) for group in groups] == [
        ("Organiser", 1),
        ("Chair", 5),
        ("Judge", 16),
        ("Secretary", 4),
        ("Presenter", 23),
    ]
    assert [line[1] for line in groups[1]] == ["Province", "Zone 1", "Zone 2", "Zone 3", "Zone 4"]


def test_a_line_says_role_zone_code_name_and_link(panel):
    line = panel("--lang", "th", "access", "links", CODE).stdout.splitlines()[3]
    link = f"https://panel.example/l/{link_token(SECRET, CODE, 'z1-chair', 1)}"
    assert paragraphs(line)[0][0][-4:] == ["กลุ่มโซนที่ ๑", "z1-chair", "ประธานกรรมการ กลุ่มโซนที่ ๑", link]


def test_a_link_leads_to_its_person(panel, event):
    for each in links(panel):
        person = person_by_link(token_digest(each["link"].rsplit("/", 1)[1]))
        assert person is not None
        assert person.code == each["person"]


def test_json_says_who_sits_where(panel):
    found = {each["person"]: each for each in links(panel)}
    assert len(found) == 49
    assert (found["organiser"]["organiser"], found["organiser"]["seats"]) == (True, [])
    assert found["z1-judge-1"] == {
        "person": "z1-judge-1",
        "name": "กรรมการคนที่ ๑ กลุ่มโซนที่ ๑",
        "organiser": False,
        "seats": [{"code": "z1-judge-1", "zone": "z1", "role": "judge"}],
        "presents": None,
        "link": f"https://panel.example/l/{link_token(SECRET, CODE, 'z1-judge-1', 1)}",
    }


def test_a_presenter_has_a_link_and_no_seat(panel):
    [found] = [each for each in links(panel) if each["person"] == "amphoe-3101"]
    assert (found["name"], found["seats"], found["presents"]) == ("อำเภอเมืองบุรีรัมย์", [], "3101")


def test_whose_seats_are_all_closed_gets_no_link(panel, event, by):
    with writing():
        close_seat(find_seat(event, "z1-judge-1"), by=by("organiser"))
    assert "z1-judge-1" not in [each["person"] for each in links(panel)]


def test_a_judge_of_two_zones_has_one_link(panel, event, by):
    judge = find_person(event, "z1-judge-1")
    assert judge is not None
    with writing():
        twice = Appointment("", "", None, Role.JUDGE, True)
        seat = appoint_seat(event, find_zone(event, "z3"), twice, by=by("organiser"), secret=SECRET)
        seat.person = judge
    [line] = [line for line in panel("access", "links", CODE).stdout.splitlines() if " z1-judge-1 " in line]
    assert line.startswith("Judge      Zone 1, Zone 3  z1-judge-1")


def test_renewing_ends_the_old_link(panel, event):
    old = {each["person"]: each["link"] for each in links(panel)}
    assert panel("access", "links", CODE, "--renew", "z1-chair").exit_code == 0
    new = {each["person"]: each["link"] for each in links(panel)}
    assert [code for code in old if old[code] != new[code]] == ["z1-chair"]
    assert person_by_link(token_digest(old["z1-chair"].rsplit("/", 1)[1])) is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("links", "nowhere"), "There is no event nowhere."),
        (("links", CODE, "--renew", "nobody"), "There is no person nobody."),
        (("password", CODE, "nobody", "--password", "long enough"), "There is no person nobody."),
        (("password", CODE, "--password", "short"), "A password has at least 10 characters."),
    ],
)
def test_what_is_refused_is_one_line_on_stderr(panel, arguments, words):
    result = panel("access", *arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"{words}\n")


def test_links_that_lead_nowhere_else_are_given_with_a_warning(panel, monkeypatch):
    monkeypatch.setenv("PANEL_BASE_URL", "http://127.0.0.1:8000")
    result = panel("access", "links", CODE)
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        "These links open on this machine only. PANEL_BASE_URL is the address that others reach."
    ]


def test_a_password_is_asked_for_twice_and_never_shown(panel, event):
    result = panel("access", "password", CODE, input="correct horse\ncorrect horse\n")
    assert (result.exit_code, "correct horse" in result.output) == (0, False)
    organiser = find_person(find_event(CODE), "organiser")
    assert organiser is not None
    assert verify_password("correct horse", organiser.password_hash)
