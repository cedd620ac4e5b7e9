"""What joins panels: who meets whom, and the fewest further seats that would make one graph of it."""

import pytest

from panel.domain.connections import ANCHOR, Group, Link, Meeting, groups_of, links

ZONES = ("z1", "z2", "z3", "z4")


def judged(**panels):
    """Every person of a panel ("ab") scores both amphoe of the zone: judged(z1="ab")."""
    return [
        Meeting(person, f"{zone}-{number}", zone)
        for zone, persons in panels.items()
        for person in persons
        for number in (1, 2)
    ]


def anchored(**panels):
    return [Meeting(person, ANCHOR, zone) for zone, persons in panels.items() for person in persons]


def zones_of(groups):
    return [group.zones for group in groups]


@pytest.mark.parametrize(
    ("panels", "groups"),
    [
        ({}, []),
        ({"z1": "ab"}, [("z1",)]),
        ({"z1": "ab", "z2": "cd"}, [("z1",), ("z2",)]),
        ({"z1": "ab", "z2": "bc"}, [("z1", "z2")]),
        ({"z1": "ab", "z2": "bc", "z3": "de"}, [("z1", "z2"), ("z3",)]),
        ({"z1": "ab", "z2": "bc", "z3": "ad"}, [("z1", "z2", "z3")]),
        ({"z1": "ab", "z2": "cd", "z3": "bc"}, [("z1", "z2", "z3")]),
        ({"z1": "ab", "z2": "cd", "z3": "ef", "z4": "ace"}, [("z1", "z2", "z3", "z4")]),
        ({"z1": "ab", "z2": "cd", "z3": "ac", "z4": "ef"}, [("z1", "z2", "z3"), ("z4",)]),
        ({"z1": "ab", "z2": ""}, [("z1",), ("z2",)]),
    ],
)
def test_panels_are_joined_through_the_judges_they_share(panels, groups):
    assert zones_of(groups_of(tuple(panels), judged(**panels))) == groups


def test_a_group_says_who_is_in_it():
    assert groups_of(("z1",), judged(z1="ab")) == (Group(("z1",), ("z1-1", "z1-2"), ("a", "b")),)


def test_a_judge_who_is_recused_everywhere_joins_nothing():
    met = [*judged(z1="ab", z2="cd"), Meeting("a", "z1-1", "z1")]
    assert zones_of(groups_of(("z1", "z2"), met)) == [("z1",), ("z2",)]


def test_an_anchor_presentation_joins_every_panel_that_scores_it():
    met = judged(z1="ab", z2="cd", z3="ef") + anchored(z1="a", z2="d")
    assert zones_of(groups_of(("z1", "z2", "z3"), met)) == [("z1", "z2"), ("z3",)]


def test_one_zone_falls_apart_where_its_amphoe_have_no_judge_in_common():
    met = [Meeting("a", "3101", "z1"), Meeting("b", "3102", "z1")]
    assert groups_of(("z1",), met) == (Group(("z1",), ("3101",), ("a",)), Group(("z1",), ("3102",), ("b",)))


def groups(**panels):
    return groups_of(tuple(panels), judged(**panels))


FOUR = groups(z1="ab", z2="cd", z3="ef", z4="gh")


@pytest.mark.parametrize(
    ("free", "found"),
    [
        ({}, []),
        ({"z2": ["a"]}, [Link("a", "z2")]),
        ({"z2": ["a", "b"]}, [Link("a", "z2", ("b",))]),
        ({"z2": ["a", "e"]}, [Link("a", "z2"), Link("e", "z2")]),
        ({"z2": ["a"], "z1": ["c"]}, [Link("a", "z2")]),
        ({"z2": ["a"], "z3": ["a", "c"], "z4": ["e"]}, [Link("a", "z2"), Link("c", "z3"), Link("e", "z4")]),
        ({"z2": ["a"], "z3": ["a"]}, [Link("a", "z2")]),
        ({"z2": ["nobody"]}, []),
    ],
)
def test_the_fewest_further_seats_that_join_and_nobody_is_asked_for_two(free, found):
    assert links(FOUR, free) == tuple(found)


def test_a_seat_on_a_panel_without_judges_joins_it():
    assert links(groups(z1="ab", z2=""), {"z2": ["a"]}) == (Link("a", "z2"),)


def test_a_seat_in_a_zone_that_is_apart_in_itself_joins_all_of_it():
    apart = groups_of(("z1", "z2"), [*judged(z1="ab"), Meeting("c", "1", "z2"), Meeting("d", "2", "z2")])
    assert links(apart, {"z2": ["a", "b"]}) == (Link("a", "z2", ("b",)),)
