"""Signed copies on the web: attached by who keeps the papers, shown to who sees all that stands on them."""

from __future__ import annotations

import io

import pytest

from panel.adapters.uploads import upload_path
from panel.db import db
from panel.models import Record, SignedCopy
from panel.operations.certifications import certify_province
from panel.operations.results import reopen_zone
from panel.operations.signed_copies import MOST_COPIES
from panel.queries.signed_copies import signed_versions
from tests.files import pdf, picture
from tests.web.conftest import EVENT, page

URL = f"{EVENT}/zones/z1/signed"
PROVINCE = f"{EVENT}/certification/signed"


@pytest.fixture
def secretary(as_, zones_final):
    return as_("z1-secretary")


@pytest.fixture
def certified(as_, stage, zones_final):
    """The browser of the chair at province level, who has certified."""
    stage.run(lambda event: certify_province(event, by=stage.by("province-chair")), write=True)
    return as_("province-chair")


def attach(client, content: bytes | None = None, url: str = URL, version: int = 1):
    file = io.BytesIO(picture("JPEG") if content is None else content)
    return client.post(url, data={"version": version, "scan": (file, "signed.jpg")})


def kept(stage, zone: str | None = "z1") -> list[tuple[int, list[str]]]:
    """The digests of what is attached, by version."""

    def versions(event):
        found = signed_versions(event, stage.zone(zone) if zone else None)
        return [(each.snapshot.version, [copy.digest for copy in each.copies]) for each in found]

    return stage.run(versions)


def acts(stage) -> list[tuple[str, dict]]:
    def of_copies(_event):
        records = db.session.scalars(db.select(Record).where(Record.act.startswith("copy.")))
        return [(record.act, record.body) for record in records.all()]

    return stage.run(of_copies)


def reopen(stage) -> None:
    stage.run(lambda _: reopen_zone(stage.zone(), by=stage.by("z1-chair"), reason="a wrong mark"), write=True)


def test_a_signed_copy_stands_with_its_version_and_in_the_log(stage, secretary):
    assert attach(secretary).status_code == 302
    [(version, [digest])] = kept(stage)
    assert acts(stage) == [("copy.attached", {"version": 1, "digest": digest})]
    shown = page(secretary.get(URL))
    assert ("Version 1" in shown, "signed.jpg" in shown, version) == (True, True, 1)


def test_the_same_file_twice_is_one(stage, secretary):
    attach(secretary)
    attach(secretary)
    assert [len(digests) for _, digests in kept(stage)] == [1]
    assert len(acts(stage)) == 1


def test_it_is_served_so_that_nothing_in_it_runs(stage, secretary):
    attach(secretary)
    attach(secretary, pdf(2))
    [(_, [photo, scan])] = kept(stage)
    with secretary.get(f"{URL}/1/{photo}") as shown, secretary.get(f"{URL}/1/{scan}") as saved:
        assert (shown.data, shown.mimetype) == (picture("JPEG"), "image/jpeg")
        assert saved.headers["Content-Disposition"] == "attachment; filename=z1-v1-signed.pdf"
    for answer in (shown, saved):
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer.headers["Cache-Control"] == "no-store"


def test_copies_of_a_version_that_no_longer_holds_stay_with_it(stage, secretary):
    attach(secretary)
    [(_, [digest])] = kept(stage)
    reopen(stage)
    stage.finalise()
    attach(secretary, picture("PNG"), version=2)
    assert [(version, len(digests)) for version, digests in kept(stage)] == [(2, 1), (1, 1)]
    assert "Superseded" in page(secretary.get(URL))
    with secretary.get(f"{URL}/1/{digest}") as answer:
        assert answer.status_code == 200


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg onload='alert(1)'>", "Choose a photo (JPEG or PNG) or a PDF."),
        (picture()[:-9], "The file can't be read"),
        (pdf(121), "120"),
    ],
    ids=["script", "cut short", "too many pages"],
)
def test_what_is_no_scan_is_refused(stage, secretary, content, words):
    answer = attach(secretary, content)
    assert (answer.status_code, kept(stage)) == (422, [(1, [])])
    assert words in page(answer)


def test_a_version_that_is_not_there_takes_none(stage, secretary):
    assert (attach(secretary, version=2).status_code, kept(stage)) == (422, [(1, [])])


def test_a_version_has_so_many_copies_at_most(stage, secretary):
    def full(event):
        snapshot = signed_versions(event, stage.zone())[0].snapshot
        person = stage.by("z1-secretary").person
        for number in range(MOST_COPIES):
            db.session.add(
                SignedCopy(
                    snapshot_id=snapshot.id,
                    person_id=person.id,
                    at=stage.clock(),
                    digest=f"{number:064}",
                    media_type="image/png",
                    size=1,
                )
            )

    stage.run(full, write=True)
    answer = attach(secretary)
    assert (answer.status_code, f"{MOST_COPIES} signed copies at most" in page(answer)) == (422, True)


def test_a_copy_goes_with_a_reason_and_its_bytes_with_it(stage, secretary, app):
    attach(secretary)
    [(_, [digest])] = kept(stage)
    path = upload_path(app.extensions["panel_settings"], digest)
    assert path.is_file()
    assert secretary.post(f"{URL}/1/{digest}/removal", data={"reason": " "}).status_code == 422
    assert secretary.get(f"{URL}/1/{digest}/removal").status_code == 200
    assert secretary.post(f"{URL}/1/{digest}/removal", data={"reason": "blurred"}).status_code == 302
    assert acts(stage)[-1] == ("copy.removed", {"version": 1, "digest": digest, "reason": "blurred"})
    assert (kept(stage), path.exists()) == ([(1, [])], False)


def test_bytes_that_another_version_has_too_stay(stage, secretary, app):
    attach(secretary)
    [(_, [digest])] = kept(stage)
    reopen(stage)
    stage.finalise()
    attach(secretary, version=2)
    secretary.post(f"{URL}/1/{digest}/removal", data={"reason": "twice"})
    assert kept(stage) == [(2, [digest]), (1, [])]
    assert upload_path(app.extensions["panel_settings"], digest).is_file()


def test_a_zone_that_is_open_again_hides_the_provinces_copies(stage, certified):
    attach(certified, url=PROVINCE)
    [(_, [digest])] = kept(stage, None)
    reopen(stage)
    urls = [PROVINCE, f"{PROVINCE}/1/{digest}", f"{PROVINCE}/1/{digest}/removal"]
    assert [certified.get(url).status_code for url in urls] == [403] * 3
    assert [certified.post(url).status_code for url in (urls[0], urls[2])] == [403] * 2


def test_the_province_keeps_its_own(stage, certified, as_):
    assert attach(certified, url=PROVINCE).status_code == 302
    [(_, [digest])] = kept(stage, None)
    assert (kept(stage), acts(stage)) == ([(1, [])], [("copy.attached", {"version": 1, "digest": digest})])
    with certified.get(f"{PROVINCE}/1/{digest}") as answer:
        assert answer.data == picture("JPEG")
    assert as_("z1-secretary").get(PROVINCE).status_code == 403


def test_pages_of_what_is_final_lead_to_it(secretary, as_):
    assert URL in secretary.get(f"{EVENT}/zones/z1/results").text
    assert URL in secretary.get(f"{EVENT}/documents").text
    assert f"{EVENT}/zones/z2/signed" not in secretary.get(f"{EVENT}/documents").text
    assert PROVINCE in as_("organiser").get(f"{EVENT}/documents").text


def test_before_anything_is_final_there_is_nothing_to_attach_to(as_):
    shown = page(as_("organiser").get(URL))
    assert ("Nothing is final yet" in shown, '<form class="card form"' in shown) == (True, False)
