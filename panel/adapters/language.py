"""Thai and English: catalogues, digits, dates and times, for web, command line and documents alike.

Babel knows Thai month names but no Buddhist calendar; the year is reckoned here, and พ.ศ. keeps its
year by a no-break space.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.support import NullTranslations, Translations

from panel.domain.errors import Fault, Faults, Named, PanelError
from panel.domain.numbers import thai_digits

CATALOGUES = Path(__file__).resolve().parent.parent / "translations"
LANGUAGES = ("th", "en")
BANGKOK = ZoneInfo("Asia/Bangkok")
NBSP = "\N{NO-BREAK SPACE}"


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for "mark for translation"
    """Marks a text for the catalogues where it is defined; it is translated where it is shown."""
    return text


@cache
def catalogue(lang: str) -> NullTranslations:
    """The catalogue of a language; English texts are the msgids themselves."""
    return Translations.load(CATALOGUES, [lang])


class Language:
    """How one language writes texts, numbers, dates and times. `thai_numerals` is the paper's choice."""

    def __init__(self, lang: str, *, thai_numerals: bool = False) -> None:
        self.code = lang
        self.thai_numerals = thai_numerals and lang == "th"

    def text(self, message: str, /, **params: object) -> str:
        """The translated message with its parameters filled in."""
        words = catalogue(self.code).gettext(message)
        return words % params if params else words

    def number(self, value: object) -> str:
        """A number or a text with numbers, in this language's digits."""
        return thai_digits(str(value)) if self.thai_numerals else str(value)

    def date(self, day: dt.date) -> str:
        """ "8 สิงหาคม พ.ศ. 2568" or "8 August 2025"."""
        if self.code == "en":
            return format_date(day, "d MMMM y", locale="en")
        return self.number(format_date(day, "d MMMM", locale="th") + f" พ.ศ.{NBSP}{day.year + 543}")

    def short_date(self, day: dt.date) -> str:
        """The letter's way, without พ.ศ.: "8 สิงหาคม 2568"."""
        if self.code == "en":
            return self.date(day)
        return self.number(f"{format_date(day, 'd MMMM', locale='th')}{NBSP}{day.year + 543}")

    def solemn_date(self, day: dt.date) -> str:
        """As certificates write it, in full: "8 เดือน สิงหาคม พุทธศักราช 2568"."""
        if self.code == "en":
            return self.date(day)
        written = f"{day.day} เดือน {format_date(day, 'MMMM', locale='th')} พุทธศักราช {day.year + 543}"
        return self.number(written.replace(" ", NBSP))

    def minutes(self, minutes: int) -> str:
        """A time of day from minutes after midnight: "09.00" in Thai, "09:00" in English."""
        mark = ":" if self.code == "en" else "."
        return self.number(f"{minutes // 60:02d}{mark}{minutes % 60:02d}")

    def time(self, moment: dt.datetime) -> str:
        """The local time of day of an instant."""
        local = moment.astimezone(BANGKOK)
        return self.minutes(local.hour * 60 + local.minute)

    def moment(self, moment: dt.datetime) -> str:
        """Local date and time of an instant, never broken over two lines."""
        written = f"{self.short_date(moment.astimezone(BANGKOK).date())} {self.time(moment)}"
        return (written if self.code == "en" else f"{written} น.").replace(" ", NBSP)

    def name(self, thing: object, attribute: str = "name") -> str:
        """`thing.name`, or its English twin `name_en` where the language is English and it has one."""
        english = getattr(thing, f"{attribute}_en", "") if self.code == "en" else ""
        return str(english or getattr(thing, attribute))

    def error(self, error: PanelError) -> str:
        """The words of a domain error; of several faults, one a line."""
        if isinstance(error, Faults):
            return "\n".join(self.fault(fault) for fault in error.faults)
        return self.message(error.code, **error.params)

    def fault(self, fault: Fault) -> str:
        return f"{fault.place}: {self.message(fault.code, **fault.params)}"

    def message(self, code: str, /, **params: object) -> str:
        """The words of a message code with its parameters, which are written as people read them."""
        from panel.adapters.messages import TEXTS

        return self.text(TEXTS[code], **{key: self._shown(key, value) for key, value in params.items()})

    def _shown(self, key: str, value: object) -> object:
        """A time for minutes (`…_time`); a refusal, a state or a document by the words of its own code."""
        from panel.adapters.messages import TEXTS

        if key.endswith("_time") and isinstance(value, int):
            return self.minutes(value)
        if isinstance(value, dt.datetime):
            return self.moment(value)
        if isinstance(value, dt.date):
            return self.date(value)
        if isinstance(value, PanelError):
            return self.error(value)
        if isinstance(value, Named):
            return value.name_en if self.code == "en" and value.name_en else value
        if key in {"state", "document"} and (words := TEXTS.get(f"{key}.{value}")):
            return self.text(words)
        return value
