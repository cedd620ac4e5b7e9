"""Words of what spreadsheets that go out are refused for."""

from panel.adapters.language import N_

TEXTS = {
    "spreadsheet.unknown_format": N_("%(file)s: expected a name that ends in .xlsx or .csv."),
}
