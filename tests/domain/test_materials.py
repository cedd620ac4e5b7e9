"""Which links are taken, where they lead, and until when anything is."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from panel.domain.errors import Conflict, Invalid
from panel.domain.materials import LONGEST_LINK, checked_link, host_of, refuse_late

UNTIL = datetime.fromisoformat("2025-08-07T16:30:00+07:00")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://youtu.be/abc", "youtu.be"),
        ("https://drive.google.com:443/file/d/1?usp=sharing#t=1", "drive.google.com"),
        ("https://ตัวอย่าง.ไทย/วิดีโอ", "xn--72c1a1bt4awk9o.xn--o3cw4h"),
    ],
)
def test_a_link_is_kept_as_it_is_and_shows_where_it_leads(url, host):
    assert (checked_link(url), host_of(url)) == (url, host)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "youtu.be/abc",
        "http://youtu.be/abc",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "https:///path",
        "https://localhost/x",
        "https://youtu.be:8443/x",
        "https://youtu.be:port/x",
        "https://youtu.be@evil.example/x",
        "https://evil.example\\@youtu.be/x",
        "https://youtu.be/a b",
        "https://youtu.be/a\nb",
        'https://youtu.be/"onclick',
        "https://[::1/x",
        "https://youtu.be/" + "x" * LONGEST_LINK,
    ],
)
def test_what_is_no_whole_safe_address_is_refused(url):
    with pytest.raises(Invalid) as refused:
        checked_link(url)
    assert refused.value.code == "material.link"


@pytest.mark.parametrize(
    ("late", "until", "final", "organiser", "code"),
    [
        (timedelta(0), UNTIL, False, False, None),
        (timedelta(seconds=1), UNTIL, False, False, "material.late"),
        (timedelta(seconds=1), UNTIL, False, True, None),
        (timedelta(days=9), None, False, False, None),
        (timedelta(0), UNTIL, True, False, "material.final"),
        (timedelta(0), None, True, True, "material.final"),
    ],
)
def test_a_deadline_binds_presenters_and_what_is_final_everybody(late, until, final, organiser, code):
    told = None
    try:
        refuse_late(at=UNTIL + late, until=until, final=final, organiser=organiser)
    except Conflict as refusal:
        told = refusal.code
    assert told == code
