"""Results as paper in the browser: the PDF's own page, for whom the PDF is for."""

from __future__ import annotations

import re

import pytest

from tests.conftest import CODE
from tests.stages import Stage

ZONE = f"/events/{CODE}/zones/z1"
RESULT = f"{ZONE}/presenters/3101/print"
RANKING = f"{ZONE}/results/print"


@pytest.fixture
def final(stage) -> Stage:
    stage.score_zone()
    stage.finalise()
    return stage


EVERYBODY = (
    "organiser",
    "province-chair",
    "z1-chair",
    "z1-secretary",
    "z1-judge-1",
    "z2-chair",
    "amphoe-3101",
)


def let_in(as_, url: str) -> set[str]:
    return {who for who in EVERYBODY if as_(who).get(url).status_code == 200}


@pytest.mark.parametrize("url", [RESULT, RANKING])
def test_before_the_zone_is_final_it_is_for_who_sees_every_mark(stage, as_, url):
    assert let_in(as_, url) == {"organiser", "z1-secretary"}
    for presenter in ("3101", "3116", "3115", "3121", "3103"):
        stage.score("z1-chair", presenter)
    assert let_in(as_, url) == {"organiser", "z1-secretary", "z1-chair"}


@pytest.mark.parametrize("url", [RESULT, RANKING])
def test_afterwards_it_is_for_who_keeps_the_papers_and_never_for_a_judge(final, as_, url):
    assert let_in(as_, url) == {"organiser", "z1-secretary", "z1-chair", "province-chair"}


def test_it_shows_the_paper_of_the_presenter_with_every_judges_marks(final, as_):
    page = as_("z1-chair").get(RESULT).text
    assert ("Evaluation result" in page, "กรรมการคนที่ 2" in page) == (True, True)
    assert page.count('class="chart-dot"') == 3 * 5 + 1  # and the one that says what a dot is


def test_it_is_a_draft_until_the_zone_is_final(stage, as_):
    assert 'class="draft"' in as_("organiser").get(RANKING).text
    stage.score_zone()
    stage.finalise()
    assert 'class="draft"' not in as_("organiser").get(RANKING).text


def test_it_is_in_the_readers_language(final, as_):
    chair = as_("z1-chair")
    with chair.session_transaction() as session:
        session["lang"] = "th"
    assert '<html lang="th">' in chair.get(RANKING).text
    assert "๘๐.๐๐" in chair.get(RANKING).text


def test_it_holds_no_inline_style_or_script(final, as_):
    for url in (RESULT, RANKING):
        page = as_("z1-chair").get(url).text
        assert re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]* src=)", page) == []


def test_the_pdf_of_one_presenter_is_asked_for_from_there(final, as_):
    chair = as_("z1-chair")
    answer = chair.post(
        f"/events/{CODE}/documents",
        data={"document": "results", "zone": "z1", "presenter": "3101", "lang": "en"},
        follow_redirects=True,
    )
    assert "results-z1-3101-en.pdf" in answer.text
