"""Words of what an event folder or an instrument is refused for; each follows its place."""

from panel.adapters.language import N_

TEXTS = {
    "folder.missing": N_("Expected a folder, found none."),
    "file.missing": N_("Expected this file in the folder, found none."),
    "file.not_plain": N_("Expected a plain file, found a folder or a link."),
    "file.unreadable": N_("Expected a file that can be read: %(actual)s."),
    "file.too_large": N_("Expected at most %(expected)s bytes, found %(actual)s."),
    "file.not_utf8": N_("Expected text in UTF-8, found the byte %(actual)s."),
    "file.empty": N_("Expected content, found an empty file."),
    "file.syntax": N_("Expected valid TOML: %(actual)s."),
    "file.beyond_measure": N_("Expected ordinary TOML, found a number or a nesting beyond all measure."),
    "key.missing": N_("Expected a value, but this is missing."),
    "key.unknown": N_("Unknown. Expected one of: %(expected)s."),
    "value.text": N_("Expected text in quotes, found %(actual)s."),
    "value.one_line": N_("Expected one line without control characters, found %(actual)s."),
    "value.plain_text": N_("Expected text without control characters, found %(actual)s."),
    "value.empty": N_("Expected words, found none."),
    "value.empty_list": N_("Expected at least one, found none."),
    "value.code": N_("Expected a code of the form %(expected)s, found %(actual)s."),
    "value.choice": N_("Expected one of: %(expected)s; found %(actual)s."),
    "value.duplicate": N_("Expected each only once: %(actual)s stands at %(first)s already."),
    "value.list": N_("Expected a list in square brackets, found %(actual)s."),
    "value.table": N_("Expected a table, found %(actual)s."),
    "value.tables": N_("Expected tables in double square brackets, found %(actual)s."),
    "value.flag": N_("Expected true or false, found %(actual)s."),
    "value.integer": N_("Expected a whole number without quotes, found %(actual)s."),
    "value.range": N_("Expected a number from %(least)s to %(most)s, found %(actual)s."),
    "value.degrees": N_("Expected degrees as a number without quotes, found %(actual)s."),
    "value.decimal": N_('Expected a number from 0 in quotes, such as "0.5", found %(actual)s.'),
    "value.positive": N_("Expected a number above 0, at most %(most)s, found %(actual)s."),
    "value.date": N_("Expected a date without quotes, such as 2025-08-08, found %(actual)s."),
    "value.era": N_("Expected a year of the common era (2025 is B.E. 2568), found %(actual)s."),
    "value.moment": N_('Expected a date and a time in quotes, such as "2025-08-07 16:30", found %(actual)s.'),
    "value.time": N_('Expected a time in quotes, such as "08:30", found %(actual)s.'),
    "value.window": N_('Expected a pair of times, such as ["08:30", "11:30"], found %(actual)s.'),
    "window.order": N_("Expected an end after the start at %(start_time)s, found %(end_time)s."),
    "window.outside": N_(
        "Expected a window inside the day, %(start_time)s to %(end_time)s,"
        " found %(found_start_time)s to %(found_end_time)s."
    ),
    "window.overlap": N_(
        "Expected a booking apart from that of %(start_time)s to %(end_time)s,"
        " found %(found_start_time)s to %(found_end_time)s."
    ),
    "day.too_short": N_("Expected a day of at least %(expected)s minutes, one slot, found %(actual)s."),
    "travel.nowhere": N_("Expected another venue than %(actual)s, where the way begins."),
    "travel.twice": N_("Expected each way once, in one direction: it stands at %(first)s already."),
    "request.empty": N_("Expected not_before, not_after or both, found neither."),
    "request.narrow": N_(
        "Expected room for a slot of %(expected)s minutes, found %(start_time)s to %(end_time)s."
    ),
    "round.no_zone": N_("Expected at least one zone in round %(actual)s, found none."),
    "round.zones_first": N_("Expected the zones' round first, found a final."),
    "round.second_final": N_("Expected one final: it stands at %(first)s already."),
    "round.one_zone": N_("Expected one zone in a final, before its one panel; found %(actual)s."),
    "round.instrument_code": N_("Expected another code than that of instrument.toml, found %(actual)s."),
    "presenter.twice": N_("Expected %(actual)s once in the round: it stands at %(first)s already."),
    "presenter.no_zone": N_("Expected %(actual)s in a zone of round %(expected)s, found it in none."),
    "instrument.number": N_('Expected a number such as "2.1", found %(actual)s.'),
    "instrument.no_parent": N_(
        "Expected a criterion %(expected)s for %(actual)s to stand below, found none."
    ),
    "instrument.no_children": N_("Expected something below criterion %(actual)s, found nothing."),
    "instrument.wrong_sum": N_("Expected %(expected)s, which those below give together, found %(actual)s."),
    "rating.step": N_("Expected a step that divides %(max)s, found %(actual)s."),
    "grades.order": N_("Expected less than %(expected)s, the grade above, found %(actual)s."),
    "grades.last_closed": N_("Expected the last grade to take all the rest, found a limit of %(actual)s."),
    "csv.header": N_("Expected the columns %(expected)s, found %(actual)s."),
    "csv.columns": N_("Expected %(expected)s columns, found %(actual)s."),
    "csv.syntax": N_("Expected valid CSV: %(actual)s."),
    "committee.scores_nobody": N_(
        "Expected no or nothing: a seat at province level has nobody to score, found yes."
    ),
    "committee.differs": N_(
        "Expected %(expected)s, as line %(line)s says of the same person, found %(actual)s."
    ),
    "committee.sits_twice": N_(
        "Expected %(actual)s once on a panel, but line %(line)s seats the person too."
    ),
    "committee.nobody_scores": N_("Expected at least one seat that scores in zone %(zone)s, found none."),
}
