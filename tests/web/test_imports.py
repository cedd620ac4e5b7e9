"""Uploading a spreadsheet: organisers see what it changes before anything does, and what is wrong, by row."""

from __future__ import annotations

import io
import re

import pytest
from sqlalchemy import func, select

from panel.db import db
from panel.models import Edit, Import
from panel.queries.events import find_zone
from panel.queries.schedules import timed_slots
from tests.statements import counted
from tests.web.conftest import EVENT, page

IMPORTS = f"{EVENT}/imports"
AMPHOE = "รหัส,อำเภอ,กลุ่มโซน,ลำดับ,ไม่ก่อน\n"


@pytest.fixture
def organiser(as_):
    return as_("organiser")


def send(client, content, sort="presenters", name="list.csv", **more):
    body = content.encode() if isinstance(content, str) else content
    data = {"sort": sort, "file": (io.BytesIO(body), name), **more}
    return client.post(IMPORTS, data=data, content_type="multipart/form-data")


def look(client, content, sort="presenters", **more):
    """Where the preview is, and what it says."""
    answer = send(client, content, sort, **more)
    assert answer.status_code == 302, page(answer)
    return answer.location, page(client.get(answer.location))


def seen(text):
    return text.split('name="seen"')[1].split('value="')[1].split('"')[0]


def first_of(stage, zone):
    return stage.run(lambda event: timed_slots(find_zone(event, zone))[0].presenter.code)


def count(stage, table):
    return stage.run(lambda _: db.session.scalar(select(func.count(table.id))))


def test_the_page_offers_a_template_of_each_list(organiser):
    text = page(organiser.get(IMPORTS))
    for sort in ("presenters", "zones", "committee"):
        assert f"{IMPORTS}/templates/{sort}.xlsx" in text


def test_panels_lead_to_the_committees_list(organiser):
    assert f"{IMPORTS}?sort=committee" in page(organiser.get(f"{EVENT}/panels"))
    [chosen] = re.findall(r"<input checked[^>]*>", page(organiser.get(f"{IMPORTS}?sort=committee")))
    assert 'value="committee"' in chosen


@pytest.mark.parametrize("sort", ["presenters", "zones", "committee"])
@pytest.mark.parametrize("lang", ["th", "en"])
def test_a_template_sent_back_as_it_is_changes_nothing(organiser, stage, sort, lang):
    with organiser.session_transaction() as session:
        session["lang"] = lang
    template = organiser.get(f"{IMPORTS}/templates/{sort}.xlsx")
    assert template.headers["Content-Disposition"].endswith(f'-{sort}.xlsx"')
    with organiser.session_transaction() as session:
        session["lang"] = "en"
    address, text = look(organiser, template.data, sort, remove="y")
    assert "The file changes nothing" in text
    assert "Take these changes" not in text
    assert organiser.post(address, data={"seen": seen(text)}).status_code == 422


def test_there_is_no_template_of_anything_else(organiser):
    assert organiser.get(f"{IMPORTS}/templates/marks.xlsx").status_code == 404


def test_what_would_change_is_shown_and_changes_nothing_yet(organiser, stage):
    _, text = look(organiser, AMPHOE + "3103,กระสัง,กลุ่มโซนที่ ๒,1,๑๐.๐๐ น.\n9901,อำเภอใหม่,z1,,\n")
    assert "Added (2)" in text
    assert "<strong>Krasang (Not before 10:00)</strong>" in text
    assert "Changed (2)" in text
    assert "Krasang, Satuek, Na Pho" in text
    assert "22 that are not in the file stay as they are" in text
    assert (first_of(stage, "z2"), count(stage, Edit)) == ("3111", 0)


def test_a_press_takes_it(organiser, stage):
    address, text = look(organiser, AMPHOE + "3103,กระสัง,กลุ่มโซนที่ ๒,1,\n")
    answer = organiser.post(address, data={"seen": seen(text)})
    assert answer.location == f"{EVENT}/plan"
    assert "The file was taken." in page(organiser.get(answer.location))
    assert (first_of(stage, "z2"), count(stage, Edit)) == ("3103", 1)
    assert organiser.get(address).status_code == 404


def test_a_committee_that_was_taken_is_shown_with_the_panels(organiser):
    address, text = look(organiser, "กลุ่มโซน,บทบาท,ชื่อ\nz1,กรรมการ,กรรมการคนใหม่\n", "committee")
    assert "กรรมการคนใหม่ (Judge, Zone 1)" in text
    answer = organiser.post(address, data={"seen": seen(text)})
    assert answer.location == f"{EVENT}/panels"
    assert "กรรมการคนใหม่" in page(organiser.get(answer.location))


def test_who_is_not_in_the_file_goes_only_where_the_box_says_so(organiser):
    _, text = look(organiser, AMPHOE + "3103,กระสัง,,,\n", remove="y")
    assert "Taken out (22)" in text
    _, text = look(organiser, AMPHOE + "3103,กระสัง,,,\n")
    assert "Taken out" not in text


def test_mistakes_are_told_by_row_and_column_and_block_the_press(organiser, stage):
    address, text = look(organiser, f"แผน\n\n{AMPHOE}3103,กระสัง,กลุ่มโซนที่ ๙,,25.00\n")
    assert (
        "Row 4, column C “กลุ่มโซน”: Expected one of: Zone 1, Zone 2, Zone 3, Zone 4; found “กลุ่มโซนที่ ๙”."
        in text
    )
    assert "Row 4, column E “ไม่ก่อน”: Expected a time such as 09.30, found “25.00”." in text
    assert "Take these changes" not in text
    assert organiser.post(address, data={"seen": seen(text)}).status_code == 422
    assert count(stage, Edit) == 0


def test_another_day_is_told_with_the_events_own(organiser):
    _, text = look(organiser, AMPHOE + "3103,กระสัง,,,9/8/2568 10.00\n")
    assert "Expected a time on 8 August 2025, the day of the event, found “9/8/2568 10.00”." in text


def test_what_marks_lock_is_told_at_its_row(organiser, stage):
    stage.score("z1-judge-1", "3103", {"1.1": "8"}, submit=False)
    _, text = look(organiser, AMPHOE + "3103,กระสัง,กลุ่มโซนที่ ๒,1,\n")
    assert "Row 2, column C “กลุ่มโซน”: Marks rest on this, or it has begun: it stays as it is." in text


def test_a_plan_that_moved_on_is_shown_anew(organiser, as_, stage):
    address, text = look(organiser, AMPHOE + "3103,กระสัง,กลุ่มโซนที่ ๒,1,\n")
    other = as_("organiser")
    there, theirs = look(other, AMPHOE + "3109,พุทไธสง,กลุ่มโซนที่ ๒,1,\n")
    other.post(there, data={"seen": seen(theirs)})
    answer = organiser.post(address, data={"seen": seen(text)})
    assert answer.status_code == 422
    assert "The event was changed since you looked" in page(answer)
    assert first_of(stage, "z2") == "3109"
    assert organiser.post(address, data={"seen": seen(page(answer))}).status_code == 302
    assert first_of(stage, "z2") == "3103"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7", "This is no spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as .xlsx"),
        ("ก,ข\n1,2\n".encode(), "Found no row that heads the columns"),
    ],
)
def test_a_file_that_is_no_list_is_refused_on_the_page(organiser, stage, content, words):
    answer = send(organiser, content)
    assert (answer.status_code, count(stage, Import)) == (422, 0)
    assert words in page(answer)


def test_a_file_and_its_sort_must_be_given(organiser):
    answer = organiser.post(IMPORTS, data={"sort": "marks"}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Choose a file." in page(answer)


def test_a_files_name_may_be_odd(organiser):
    content = "รหัส,อำเภอ,กลุ่มโซน\n3103,กระสัง,z2\n"
    shown = page(organiser.get(send(organiser, content, name="<b>\x00.csv").location))
    assert "<b>.csv" in shown


def test_ten_megabytes_are_refused_with_the_limit(organiser, stage):
    junk = b"\0" * 10_000_000
    answer = organiser.post(IMPORTS, data=junk, content_type="multipart/form-data; boundary=x")
    assert (answer.status_code, count(stage, Import)) == (413, 0)
    assert "That is too large: at most 2 MB can be sent. Nothing was changed." in page(answer)


def test_an_upload_is_gone_after_a_day(organiser, clock):
    address, _ = look(organiser, AMPHOE + "3103,กระสัง,กลุ่มโซนที่ ๒,1,\n")
    clock.forward(days=1)
    answer = organiser.get(address)
    assert answer.status_code == 404
    assert "older than a day" in page(answer)


def test_a_preview_asks_as_much_for_one_row_as_for_many(organiser):
    def asked(rows):
        address = send(organiser, AMPHOE + rows).location
        with counted() as statements:
            organiser.get(address)
        return len(statements)

    many = "".join(f"x{n},อำเภอที่ {n},z1,,\n" for n in range(40))
    assert asked(many) == asked("x1,อำเภอที่ 1,z1,,\n")


@pytest.mark.parametrize("person", ["z1-chair", "z1-judge-1", "z1-secretary", "province-chair"])
def test_nobody_else_uploads(as_, person):
    client = as_(person)
    assert client.get(IMPORTS).status_code == 403
    assert send(client, AMPHOE).status_code == 403
    assert client.get(f"{IMPORTS}/templates/committee.xlsx").status_code == 403
