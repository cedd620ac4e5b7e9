"""Words of how reliable marks are: what figures tell, and where they tell too little."""

from panel.adapters.language import N_

TEXTS = {
    "adjusted.too_little": N_("There are too few marks to tell severity from merit."),
}
