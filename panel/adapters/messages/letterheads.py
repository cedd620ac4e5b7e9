"""Words of the letterhead, and of letters and certificates."""

from __future__ import annotations

from panel.adapters.language import N_

TEXTS: dict[str, str] = {
    "document.certificates": N_("Certificates"),
    "document.letter": N_("Covering letter"),
    "letterhead.only_picture": N_("Choose a picture: PNG or JPEG."),
    "letterhead.too_many": N_("There is room for %(most)s signatories. Remove one first."),
    "letterhead.no_signatory": N_("There is no such signatory."),
    "letterhead.no_emblem": N_("There is no emblem."),
    "document.no_fields": N_("%(document)s has nothing to fill in."),
    "document.unknown_field": N_("%(document)s has no field “%(field)s”. There are: %(known)s."),
    "document.bad_field": N_("The field “%(field)s” can't be “%(value)s”: %(expected)s"),
    "document.expects_text": N_("one line of at most %(most)s characters is expected."),
    "document.expects_word": N_("one of these is expected: %(known)s."),
    "document.expects_day": N_("a day such as 8 สิงหาคม 2568 or 2025-08-08 is expected."),
    "document.expects_ranks": N_("ranks such as 1-3 or 1, 2, 5 are expected."),
    "document.not_a_field": N_("“%(text)s” is no field: write NAME=TEXT."),
    "certificate.uncertified": N_("Places in the province are certified first: until then nobody has one."),
    "certificate.no_grades": N_("This event has no grades: choose by ranks."),
    "certificate.expects_grade": N_("one of the event's grades is expected: %(known)s."),
}
