"""Pages are written in the language of who reads them, whoever read them first."""

from __future__ import annotations

import pytest
from flask import session


@pytest.mark.parametrize(
    ("words", "thai", "english"),
    [
        ('"letter" | document', "หนังสือราชการ", "Covering letter"),
        ('"chair" | role', "ประธานกรรมการ", "Chair"),
        ("545 | clock", "09.05", "09:05"),
    ],
)
def test_what_stands_in_a_template_itself_is_written_anew_for_each_reader(app, words, thai, english):
    with app.test_request_context():  # as the first of all readers has it made
        template = app.jinja_env.from_string("{{ " + words + " }}")

    def read_in(lang: str) -> str:
        with app.test_request_context():
            session["lang"] = lang
            return template.render()

    assert [read_in(lang) for lang in ("th", "en", "th")] == [thai, english, thai]
