"""The Thai catalogue says everything that screens, papers and the command line say, and nothing else."""

from __future__ import annotations

import re
from functools import cache

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from panel.adapters.language import CATALOGUES
from panel.config import ROOT

THAI = CATALOGUES / "th" / "LC_MESSAGES" / "messages.po"
KEYWORDS = DEFAULT_KEYWORDS | {"_l": None}
PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[sd%]")


@cache
def said() -> dict[str, str]:
    """Every message of the code and the templates, and where it is said first."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found: dict[str, str] = {}
    for path, line, message, _, _ in extract_from_dir(ROOT, methods, options, KEYWORDS):
        for text in [message] if isinstance(message, str) else message[:1]:
            found.setdefault(text, f"{path}:{line}")
    return found


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with THAI.open("rb") as file:
        return read_po(file, locale="th")


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def english(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def thai(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_every_message_has_its_thai_words(catalogue: Catalog):
    translated = {english(message) for message in messages(catalogue) if all(thai(message))}
    assert {text: place for text, place in said().items() if text not in translated} == {}


def test_nothing_is_translated_that_nobody_says(catalogue: Catalog):
    assert {english(message) for message in messages(catalogue)} - set(said()) == set()


def test_no_translation_is_a_guess(catalogue: Catalog):
    assert [english(message) for message in messages(catalogue) if message.fuzzy] == []


def test_a_translation_has_the_placeholders_of_its_message(catalogue: Catalog):
    wrong = [
        english(message)
        for message in messages(catalogue)
        for words in thai(message)
        if set(PLACEHOLDER.findall(words)) != set(PLACEHOLDER.findall(english(message)))
    ]
    assert wrong == []
