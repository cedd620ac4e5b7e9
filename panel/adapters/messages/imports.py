"""Words of what a spreadsheet that comes in is refused for: the file as a whole, or a row of it."""

from panel.adapters.language import N_

TEXTS = {
    "import.empty_file": N_("The file is empty."),
    "import.old_format": N_("This is an old Excel file (.xls). Open it, save it as .xlsx, and send that."),
    "import.encrypted": N_("The file is locked with a password. Save it without one, and send it again."),
    "import.not_a_spreadsheet": N_("This is no spreadsheet: expected an Excel file (.xlsx) or a CSV file."),
    "import.broken": N_(
        "The file is damaged or no Excel file: open it, save it anew as .xlsx, and send that."
    ),
    "import.too_large_inside": N_("The file is too large when unpacked: expected at most %(most)s MB."),
    "import.too_many_cells": N_(
        "The file has more than %(most)s cells. Copy the list alone into a new workbook."
    ),
    "import.too_many_lines": N_(
        "The sheet reaches below line %(most)s. Copy the list alone into a new workbook: "
        "empty lines that are formatted count too."
    ),
    "import.too_many_rows": N_("Expected at most %(most)s rows, found more."),
    "import.no_rows": N_("Nothing stands below the head: expected at least one row."),
    "import.no_head": N_(
        "Found no row that heads the columns. Expected at least: %(expected)s. The template has them all."
    ),
    "import.head_twice": N_("Two columns are headed “%(head)s”: expected one."),
    "import.unknown_import": N_("This upload is not there any more: it was taken, or is older than a day."),
    "import.wrong": N_("Something in the file is wrong: nothing was taken."),
    "import.changed_since": N_(
        "The event was changed since you looked: what the file would change is shown anew. Nothing was taken."
    ),
    "import.nothing": N_("The file changes nothing."),
    "import.at": N_("Row %(row)s, column %(column)s “%(head)s”: %(fault)s"),
    "import.at_row": N_("Row %(row)s: %(fault)s"),
    "import.at_thing": N_("%(thing)s: %(fault)s"),
    "import.empty": N_("Expected something here, found an empty cell."),
    "import.too_long": N_("Expected at most %(most)s characters, found %(actual)s."),
    "import.formula": N_("A formula without a value stands here: expected the value itself."),
    "import.error_value": N_("The spreadsheet reckons an error here: expected a value."),
    "import.time": N_("Expected a time such as 09.30, found “%(actual)s”."),
    "import.other_day": N_("Expected a time on %(expected)s, the day of the event, found “%(actual)s”."),
    "import.windows": N_("Expected times such as 08.30–11.30; 13.00–16.30, found “%(actual)s”."),
    "import.degrees": N_("Expected degrees from -%(most)s to %(most)s such as 14.89, found “%(actual)s”."),
    "import.half_point": N_("Expected both latitude and longitude, or neither."),
    "import.yes": N_("Expected yes or no, found “%(actual)s”."),
    "import.position": N_("Expected a whole number from 1 to %(most)s, found “%(actual)s”."),
    "import.place_taken": N_("Row %(first)s has this place in the zone already."),
    "import.code": N_("Expected a code of letters without accents, digits and hyphens, found “%(actual)s”."),
    "import.unknown": N_("Expected one of: %(expected)s; found “%(actual)s”."),
    "import.ambiguous": N_("“%(actual)s” may mean any of %(codes)s: expected the code."),
    "import.contradiction": N_(
        "The code %(actual)s is that of %(name)s, but the name is that of %(other)s: expected both of one."
    ),
    "import.twice": N_("%(actual)s stands in row %(first)s already: expected once."),
    "import.no_zone": N_("Expected the zone of somebody who is new, found none."),
    "import.venue_differs": N_("Expected %(actual)s to be described as in row %(first)s."),
    "import.differs": N_(
        "Expected “%(expected)s”, as row %(first)s says of the same person, found “%(actual)s”. "
        "Two persons of one name need seats with codes of their own."
    ),
    "import.sits_twice": N_("Expected %(actual)s once on the panel, found twice."),
    "reload.gone": N_("This was taken out on the web meanwhile: it can't be changed."),
    "reload.in_use": N_("A zone was put there meanwhile: this venue stays."),
}
