"""What committee.csv says, read: who sits where, in which role, and whether the seat scores."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from panel.adapters.committee_file import HEADER, Committee, read_committee
from panel.adapters.folder import read_folder
from panel.adapters.sources import Source
from panel.config import ROOT
from panel.domain.events import Person
from panel.domain.panels import Role, Seat

REFERENCE = ROOT / "schedules" / "growth-team-buriram-2568"
CHAIR = "c,z1,chair,p,Chair,Head,3101,"


def read(folder: Path, *rows: str, start: bytes = b"", end: str = "\n") -> Committee:
    path = folder / "committee.csv"
    path.write_bytes(start + end.join([",".join(HEADER), *rows, ""]).encode())
    source = Source(path.name, [])
    committee = read_committee(path, source, zones=("z1", "z2"), presenters=("3101",))
    assert [fault for fault in source.faults if fault.code != "committee.nobody_scores"] == []
    return committee


def test_a_line_is_a_person_and_a_seat(tmp_path):
    committee = read(tmp_path, CHAIR)
    assert committee.persons == (Person("p", "Chair", "Head", "3101"),)
    assert committee.seats == (Seat("c", "z1", Role.CHAIR, "p", scores=True, home="3101"),)


@pytest.mark.parametrize(
    ("zone", "role", "said", "scores"),
    [
        ("z1", "chair", "", True),
        ("z1", "judge", "", True),
        ("z1", "secretary", "", False),
        ("z1", "adviser", "", False),
        ("z1", "chair", "no", False),
        ("z1", "judge", "no", False),
        ("z1", "adviser", "yes", True),
        ("", "chair", "", False),
        ("", "judge", "no", False),
    ],
)
def test_a_seat_scores_by_its_role_unless_it_says_otherwise_and_never_at_province_level(
    tmp_path, zone, role, said, scores
):
    committee = read(tmp_path, f"s,{zone},{role},p,Person,,,{said}")
    assert committee.seats == (Seat("s", zone or None, Role(role), "p", scores),)


def test_a_judge_may_link_two_panels(tmp_path):
    committee = read(tmp_path, "a,z1,judge,p,Judge,,,", "b,z2,judge,p,Judge,,,")
    assert [(seat.code, seat.zone, seat.person) for seat in committee.seats] == [
        ("a", "z1", "p"),
        ("b", "z2", "p"),
    ]
    assert committee.persons == (Person("p", "Judge"),)


def test_a_spreadsheets_byte_order_mark_line_ends_quotes_and_empty_lines_are_taken(tmp_path):
    rows = ('c,z1,chair,p,"Chair, first",,,', ",,,,,,,")
    committee = read(tmp_path, *rows, start=b"\xef\xbb\xbf", end="\r\n")
    assert committee.persons == (Person("p", "Chair, first"),)


def test_the_reference_seats_five_who_score_and_a_secretary_in_each_zone_and_one_chair_over_all():
    event = read_folder(REFERENCE)
    zone_panel = {(Role.CHAIR, True): 1, (Role.JUDGE, True): 4, (Role.SECRETARY, False): 1}
    assert Counter((seat.zone, seat.role, seat.scores) for seat in event.seats) == {
        (None, Role.CHAIR, False): 1,
        **{(f"z{zone}", *seat): count for zone in (1, 2, 3, 4) for seat, count in zone_panel.items()},
    }


def test_the_reference_names_roles_and_no_persons():
    words = ("ประธานกรรมการ", "กรรมการคนที่ ", "เลขานุการ")
    assert [
        person.name for person in read_folder(REFERENCE).persons if not person.name.startswith(words)
    ] == []
