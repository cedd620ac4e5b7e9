"""Secrets: links that can be made again and not be guessed, passwords that are kept as hashes only."""

from __future__ import annotations

import re

import pytest

from panel.adapters.secrets import (
    derive_key,
    hash_password,
    link_token,
    new_secret,
    same,
    token_digest,
    verify_password,
)

TOKEN = link_token("secret", "event", "person", 1)


def test_a_link_can_be_made_again_in_every_release():
    assert TOKEN == "wKtgSBPJHWYfM6_rkr0QUg"
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", TOKEN)


@pytest.mark.parametrize(
    "other",
    [
        ("other", "event", "person", 1),
        ("secret", "other", "person", 1),
        ("secret", "event", "other", 1),
        ("secret", "event", "person", 2),
        ("secret", "event\nperson", "", 1),
        ("secret", "eventp", "erson", 1),
    ],
)
def test_whatever_differs_makes_another_link(other):
    assert link_token(*other) != TOKEN


def test_each_purpose_has_a_key_of_its_own():
    keys = {derive_key(secret, purpose) for secret in ("a", "b") for purpose in ("link", "audit")}
    assert len(keys) == 4
    assert {len(key) for key in keys} == {32}


def test_a_digest_does_not_tell_the_token():
    assert token_digest("x") == "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"


def test_new_secrets_are_new():
    assert len({new_secret() for _ in range(100)}) == 100
    assert len(new_secret()) == 32


def test_same_compares_whole_texts_thai_ones_too():
    assert same("กข", "กข")
    assert not same("กข", "ก")


def test_a_password_is_right_or_wrong():
    hashed = hash_password("correct horse")
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert verify_password("correct horse", hashed)
    assert not verify_password("wrong horse", hashed)


@pytest.mark.parametrize("hashed", [None, "", "not a hash", "$argon2id$v=19$m=19456,t=2,p=1$x"])
def test_nobodys_password_is_always_wrong(hashed):
    assert not verify_password("anything", hashed)


def test_the_same_password_is_hashed_differently_each_time():
    assert hash_password("correct horse") != hash_password("correct horse")
