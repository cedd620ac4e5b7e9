"""Slow arithmetic beside gevent's hub, which serves every tablet and must not be frozen."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def off_the_hub(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What `work` gives, run in a real thread where gevent serves."""
    if "gevent" not in sys.modules or not _patched():
        return work(*args, **kwargs)
    from gevent import get_hub

    result: R = get_hub().threadpool.apply(work, args, kwargs)
    return result


def _patched() -> bool:
    from gevent.monkey import is_module_patched

    return bool(is_module_patched("threading"))
