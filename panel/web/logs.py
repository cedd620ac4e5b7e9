"""What is logged of a request: never the token in its address, which is as good as a key."""

from __future__ import annotations

import logging
import re

from flask import Flask

_TOKEN = re.compile(r"(/l/|/screen/[^/\s]+/)[^/?\s\"']+")


class Masked(logging.Filter):
    """Writes … where a token stood."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _TOKEN.sub(r"\1…", record.getMessage()), ()
        return True


def init_app(app: Flask) -> None:
    mask = Masked()
    for logger in (app.logger, logging.getLogger("gunicorn.error"), logging.getLogger("gunicorn.access")):
        if not any(isinstance(each, Masked) for each in logger.filters):
            logger.addFilter(mask)
