"""Publishing on the web, and what readers find: everybody, an amphoe, nobody yet."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from panel.adapters.secrets import hash_password
from panel.db import db
from panel.domain.sheets import Act
from panel.models import Publication
from panel.operations.schedules import publish_plan
from panel.queries.accounts import find_person
from tests.conftest import CODE, MARKS
from tests.stages import Stage
from tests.web.conftest import page

PUBLICATIONS = f"/events/{CODE}/publications"
NEW = f"{PUBLICATIONS}/new"
PUBLIC = f"/results/{CODE}"
OWN = f"/events/{CODE}/presenting/result"
WITHDRAWAL = f"{PUBLICATIONS}/1/withdrawal"
SEATS = ("z1-chair", "z1-judge-1", "z1-judge-2", "z1-judge-3", "z1-judge-4")


@pytest.fixture
def final(stage) -> Stage:
    stage.score("z1-judge-1", submit=False)
    stage.act("z1-judge-1", "z1-judge-1", Act.COMMENT, node="1", value="Well argued")
    stage.act("z1-judge-1", "z1-judge-1", Act.SUBMIT)
    for seat in SEATS:
        for place, presenter in enumerate(("3101", "3116", "3115", "3121", "3103")):
            if (seat, presenter) != ("z1-judge-1", "3101"):
                stage.score(seat, presenter, MARKS | {"1.1": str(8 - place)})
    stage.finalise()
    return stage


def publish(as_, what: str = "public", **more: str):
    return as_("organiser").post(PUBLICATIONS, data={"zone": "z1", "what": what} | more)


def published(stage) -> list[tuple[str, str, str]]:
    def rows(event):
        found = db.session.scalars(select(Publication).order_by(Publication.id))
        return [(each.scope, each.readership, each.withdrawn_reason) for each in found]

    return stage.run(rows)


def test_the_way_to_publishing_is_open_before_the_province_is_certified(final, as_):
    assert f'href="{PUBLICATIONS}"' in page(as_("organiser").get(f"/events/{CODE}/certification"))


def test_a_judge_finds_the_results_on_the_own_list_once_they_are_final(final, as_):
    assert f'href="/events/{CODE}/zones/z1/results"' in page(
        as_("z1-judge-1").get(f"/events/{CODE}/zones/z1/sheets")
    )
    assert "/results" not in page(as_("z2-judge-1").get(f"/events/{CODE}/zones/z2/sheets"))


def test_what_readers_will_see_is_shown_before_it_is_published(final, as_):
    shown = page(as_("organiser").get(NEW, query_string={"zone": "z1", "what": "public"}))
    assert ("80.00" in shown, "Publish this?" in shown, "It is shown from" in shown) == (True, True, True)
    assert published(final) == []


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"zone": "z2", "what": "public"}, "Zone 2 is not finalised."),
        ({"zone": "-", "what": "ranking"}, "ranking is not certified"),
        ({"zone": "z1", "what": "all"}, "Not a valid choice."),
        ({"zone": "z1", "what": "public", "day": "tomorrow"}, "Write a day such as 8/8/2568."),
        ({"zone": "z1", "what": "public", "at": "noon"}, "Write a time such as 08:30."),
    ],
)
def test_what_cannot_be_published_is_said_and_nothing_is(final, as_, form, words):
    assert words in page(as_("organiser").get(NEW, query_string=form))
    answer = as_("organiser").post(PUBLICATIONS, data=form)
    assert (answer.status_code, words in page(answer), published(final)) == (422, True, [])


def test_everybody_reads_a_published_ranking_without_a_judge_or_a_mark(final, as_, browser):
    assert publish(as_).status_code == 302
    shown = page(browser().get(PUBLIC))
    assert ("80.00" in shown, "Mueang Buri Ram" in shown, "Final since" in shown) == (True, True, True)
    assert ("กรรมการ" in shown, "ประธาน" in shown, "Well argued" in shown) == (False, False, False)


def test_the_public_page_tells_nothing_where_nothing_is_published(final, as_, browser):
    hidden, unknown = browser().get(PUBLIC), browser().get("/results/nowhere")
    assert (hidden.status_code, unknown.status_code) == (404, 404)
    assert page(hidden).partition("<main")[2] == page(unknown).partition("<main")[2]


def test_a_browser_that_has_the_page_is_told_so(final, as_, browser):
    publish(as_)
    reader = browser()
    first = reader.get(PUBLIC)
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = reader.get(PUBLIC, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_what_is_for_later_is_read_from_its_time_on(final, as_, browser, clock):
    publish(as_, day="8 สิงหาคม ๒๕๖๘", at="๑๖.๓๐")
    assert browser().get(PUBLIC).status_code == 404
    clock.forward(hours=7, minutes=20)  # 16.30
    assert browser().get(PUBLIC).status_code == 200


def test_the_public_plan_leads_to_what_is_published(final, as_, browser):
    final.run(lambda event: publish_plan(event, by=final.by("organiser")), write=True)
    link = f'href="{PUBLIC}"'
    assert link not in page(browser().get(f"/plan/{CODE}"))
    publish(as_)
    assert link in page(browser().get(f"/plan/{CODE}"))


def test_an_amphoe_reads_its_own_result_without_names(final, as_):
    amphoe = as_("amphoe-3101")
    assert "Nothing is published yet" in page(amphoe.get(OWN))
    publish(as_, "feedback")
    shown = page(amphoe.get(OWN))
    assert ("80.00" in shown, "Well argued" in shown, "Rank in the zone" in shown) == (True, True, False)
    assert ("กรรมการ" in shown, "79.00" in shown) == (False, False)


def test_its_place_is_shown_where_the_ranking_is_published_to_it(final, as_, browser):
    publish(as_, "feedback")
    publish(as_, "ranking")
    assert "Rank in the zone, of 5" in page(as_("amphoe-3101").get(OWN))
    assert as_("amphoe-3101").get(PUBLIC).status_code == 200
    assert browser().get(PUBLIC).status_code == 404


def test_an_organiser_looks_at_an_own_result_before_it_is_published(final, as_):
    shown = page(as_("organiser").get(OWN, query_string={"presenter": "3116"}))
    assert ("79.00" in shown, "once it is published" in shown) == (True, True)


def test_an_amphoe_reads_no_other_amphoes_result(final, as_):
    publish(as_, "feedback")
    shown = page(as_("amphoe-3101").get(OWN, query_string={"presenter": "3116"}))
    assert ("80.00" in shown, "79.00" in shown) == (True, False)


def test_withdrawing_asks_for_a_reason_and_hides_at_once(final, as_, browser):
    publish(as_)
    organiser = as_("organiser")
    assert "can’t be called back" in page(organiser.get(WITHDRAWAL))
    assert organiser.post(WITHDRAWAL, data={"reason": ""}).status_code == 422
    assert organiser.post(WITHDRAWAL, data={"reason": "too early"}).status_code == 302
    assert published(final) == [("ranking", "public", "too early")]
    assert browser().get(PUBLIC).status_code == 404
    assert "too early" in page(organiser.get(PUBLICATIONS))
    assert organiser.get(f"{PUBLICATIONS}/2/withdrawal").status_code == 404


def test_reopening_hides_what_was_published_and_says_so_before(final, as_, browser):
    def set_pin(event) -> None:
        find_person(event, "z1-chair").pin_hash = hash_password("2468")

    final.run(set_pin, write=True)
    publish(as_)
    chair, url = as_("z1-chair"), f"/events/{CODE}/zones/z1/reopening"
    assert "Hidden from its readers at once:" in page(chair.get(url))
    assert chair.post(url, data={"reason": "a mark was mistyped", "pin": "2468"}).status_code == 302
    assert browser().get(PUBLIC).status_code == 404
    assert published(final) == [("ranking", "public", "a mark was mistyped")]
