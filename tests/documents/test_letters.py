"""Certificates and the covering letter: who gets one, what a letter says, and what may be filled in."""

from __future__ import annotations

import pytest

from panel.db import writing
from panel.domain.documents import Choice, Document
from panel.domain.errors import PanelError
from panel.domain.letterheads import Signatory, Signed
from panel.domain.letters import About, CertificateFields, LetterFields, LetterForm
from panel.operations.certifications import certify_province
from panel.operations.documents import render
from panel.operations.letterheads import save_signatory
from panel.queries.certificates import certificate_papers
from panel.queries.events import find_event
from panel.queries.letterheads import Stamp
from panel.queries.letters import letter_paper
from tests.conftest import CODE, author_of, refusal_of


@pytest.fixture
def settings(app):
    return app.extensions["panel_settings"]


@pytest.fixture
def awarded(event, settings):
    """awarded(ranks="1", zone="z4"): who gets one, by zone, place and name, and whether it is a draft."""

    def listed(zone=None, **fields):
        choice = Choice(Document.CERTIFICATES, zone=zone, lang="en", fields=fields)
        return [
            (paper.hall.code if paper.hall else "", paper.rank, paper.presenter.name_en, paper.stamp.draft)
            for paper in certificate_papers(event, choice, settings)
        ]

    return listed


@pytest.mark.parametrize(
    ("ranks", "given"),
    [("1-3", {1, 2, 3}), ("๑–๒, 5", {1, 2, 5}), ("2", {2}), ("", {1, 2, 3}), (" 1 - 2 ", {1, 2})],
)
def test_ranks_are_read_as_people_write_them(ranks, given):
    assert CertificateFields.read({"ranks": ranks}).ranks == given


def test_grades_alone_ask_for_every_rank():
    fields = CertificateFields.read({"grades": "ดีเด่น; ดีมาก"})
    assert (fields.ranks, fields.grades) == (frozenset(), {"ดีเด่น", "ดีมาก"})


@pytest.mark.parametrize(
    ("document", "fields", "code", "field"),
    [
        (Document.CERTIFICATES, {"ranks": "3-1"}, "document.bad_field", "ranks"),
        (Document.CERTIFICATES, {"ranks": "first"}, "document.bad_field", "ranks"),
        (Document.CERTIFICATES, {"of": "country"}, "document.bad_field", "of"),
        (Document.CERTIFICATES, {"rank": "1"}, "document.unknown_field", "rank"),
        (Document.LETTER, {"date": "31/2/2568"}, "document.bad_field", "date"),
        (Document.LETTER, {"about": "weather"}, "document.bad_field", "about"),
        (Document.LETTER, {"form": "poem"}, "document.bad_field", "form"),
        (Document.LETTER, {"subject": "x" * 601}, "document.bad_field", "subject"),
        (Document.LETTER, {"to": "a\x07"}, "document.bad_field", "to"),
        (Document.LETTER, {"adress": "x"}, "document.unknown_field", "adress"),
    ],
)
def test_what_can_not_be_filled_in_is_refused_by_the_field_s_name(document, fields, code, field):
    reader = LetterFields if document is Document.LETTER else CertificateFields
    with pytest.raises(PanelError) as refused:
        reader.read(fields)
    assert (refused.value.code, refused.value.params["field"]) == (code, field)


def test_another_document_has_nothing_to_fill_in(event, settings):
    choice = Choice(Document.PLAN, fields={"number": "1"})
    assert refusal_of(render, event, choice, settings) == "document.no_fields"


def test_a_list_is_one_a_line_and_a_dash_is_none_at_all():
    fields = LetterFields.read({"references": "first\r\nsecond", "enclosures": "-"})
    assert (fields.references, fields.enclosures) == (("first", "second"), ())
    assert LetterFields.read({}).references is None


def test_certificates_of_a_zone_go_to_its_chosen_places(zones_final, awarded):
    assert awarded(zone="z4", ranks="1-2") == [
        ("z4", 1, "Ban Kruat", False),
        ("z4", 2, "Non Din Daeng", False),
    ]
    assert [(zone, rank) for zone, rank, *_ in awarded(ranks="1")] == [
        ("z1", 1),
        ("z2", 1),
        ("z3", 1),
        ("z4", 1),
    ]


def test_nobody_has_a_certificate_before_anything_is_scored(event, settings):
    choice = Choice(Document.CERTIFICATES)
    assert refusal_of(render, event, choice, settings) == "document.empty"


def test_places_in_the_province_make_certificates_only_once_they_are_certified(zones_final, event, awarded):
    assert refusal_of(awarded, of="province") == "certificate.uncertified"
    with writing():
        certify_province(find_event(CODE), by=author_of("province-chair"))
    assert {(zone, rank) for zone, rank, *_ in awarded(of="province", ranks="1")} == {("", 1)}


def test_grades_are_refused_where_the_event_has_none(zones_final, awarded):
    assert refusal_of(awarded, grades="ดีเด่น") == "certificate.no_grades"


def test_a_letter_on_the_result_is_a_draft_until_the_province_is_certified(zones_final, event, settings):
    choice = Choice(Document.LETTER, fields={"about": "result", "form": "memo"})
    assert letter_paper(event, choice, settings).stamp == Stamp(draft=True)
    with writing():
        snapshot = certify_province(find_event(CODE), by=author_of("province-chair"))
    paper = letter_paper(find_event(CODE), choice, settings)
    assert (paper.stamp.digest, paper.fields.form, paper.fields.about) == (
        snapshot.digest,
        LetterForm.MEMO,
        About.RESULT,
    )


@pytest.mark.pdf
def test_a_certificate_says_who_gives_what_to_whom_and_who_signs(zones_final, event, draw):
    deputy = Signatory("a", "A deputy governor", "b", "For the Governor\nof Buriram", frozenset(Signed))
    with writing():
        save_signatory(find_event(CODE), None, deputy, by=author_of("organiser"))
    printed = draw("certificates", zone="z4", fields={"ranks": "1"})
    assert len(printed.pages) == 1
    for words in (
        "Community Development Office gives this certificate to show that Amphoe Ban Kruat",
        "rank 1 in Zone 4",
        "Given on 8 August 2025",
        "(A deputy governor) For the Governor of Buriram",
    ):
        assert printed.says(words)


@pytest.mark.pdf
def test_a_letter_on_the_plan_leaves_number_and_date_to_be_written_unless_they_are_given(draw):
    printed = draw("letter", lang="th")
    assert printed.says("ที่..............................ศาลากลางจังหวัดบุรีรัมย์๑๑๕๙")
    assert printed.says("อำเภอพลับพลาชัย")
    filled = draw("letter", fields={"number": "BR 0019/5172", "date": "1 สิงหาคม 2568", "references": "-"})
    assert filled.says("No. BR 0019/5172")
    assert filled.says("1 August 2025 Subject Action plan")
    assert not filled.says("Reference")
