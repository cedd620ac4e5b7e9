"""Secrets: links derived from the one secret key, digests to find them by, argon2id for what people choose.

No token is stored in clear: a link is HMAC(secret, event, person, generation) and can be made again;
the tables keep digests.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets as random

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from panel.adapters.hub import off_the_hub
from panel.domain.papers import write_code

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def derive_key(secret: str, purpose: str) -> bytes:
    """A key for one purpose, so that no two uses of the secret can be confused."""
    return hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).digest()


def link_token(secret: str, event: str, person: str, generation: int) -> str:
    """The token of a person's link: 128 bits, 22 characters."""
    return _token(secret, "link", event, person, generation)


def screen_token(secret: str, event: str, venue: str, generation: int) -> str:
    """The token of a venue's hall screen, of the same strength."""
    return _token(secret, "screen", event, venue, generation)


def paper_code(secret: str, event: str, round_: str, seat: str, presenter: str) -> str:
    """The short code of a blank score sheet: easy to type, no more than a name."""
    message = f"{event}\n{round_}\n{seat}\n{presenter}".encode()
    mac = hmac.new(derive_key(secret, "paper"), message, hashlib.sha256).digest()
    return write_code(int.from_bytes(mac[:8]))


def _token(secret: str, purpose: str, event: str, code: str, generation: int) -> str:
    message = f"{event}\n{code}\n{generation}".encode()
    mac = hmac.new(derive_key(secret, purpose), message, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac[:16]).rstrip(b"=").decode()


def new_secret() -> str:
    return random.token_urlsafe(24)


def token_digest(token: str) -> str:
    """What is stored of a token. The token has 128 random bits, so that a plain digest is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def hash_password(password: str) -> str:
    return off_the_hub(_HASHER.hash, password)


def verify_password(password: str, hashed: str | None) -> bool:
    """False for a wrong password, and for nobody's: that costs the same time."""
    return off_the_hub(_verify, password, hashed or _NOBODY)


def _verify(password: str, hashed: str) -> bool:
    try:
        return _HASHER.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


_NOBODY = _HASHER.hash(random.token_urlsafe(16))
