"""What passes between every browser and us."""

import pytest

from tests.conftest import CODE


@pytest.mark.parametrize("path", ["/l/%00", f"/events/{CODE}/access?zone=%00", f"/events/%00{CODE}/"])
def test_an_address_with_a_nul_names_nothing(as_, path):
    response = as_("organiser").get(path)
    assert (response.status_code, "There is no such page" in response.text) == (404, True)


@pytest.mark.parametrize("path", ["/sign-in", "/l/nothing", f"/events/{CODE}/"])
def test_every_page_forbids_what_is_not_ours_and_is_kept_nowhere(as_, path):
    headers = as_("organiser").get(path).headers
    assert headers["Content-Security-Policy"].startswith(
        "default-src 'none'; script-src 'self'; style-src 'self'"
    )
    assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"], headers["Cache-Control"]) == (
        "nosniff",
        "same-origin",
        "no-store",
    )


@pytest.mark.parametrize(
    ("path", "encoding"),
    [(f"/events/{CODE}/plan", "br"), ("/service-worker.js", "br"), (f"/events/{CODE}/live", None)],
    ids=["page", "script", "stream"],
)
def test_what_is_read_whole_is_compressed_and_a_stream_is_not(as_, path, encoding):
    with as_("organiser").get(path, headers={"Accept-Encoding": "gzip, br"}) as response:
        assert response.headers.get("Content-Encoding") == encoding
