"""Words of what access and panels refuse."""

from panel.adapters.language import N_

TEXTS = {
    "access.forbidden": N_("You may not open this page."),
    "access.slip_not_yours": N_("This link is the organiser's to hand over."),
    "access.sign_in": N_("Sign in first: open your personal link or scan your QR code."),
    "access.link_invalid": N_("This link is not valid any more. Ask the organiser for a new one."),
    "access.event_closed": N_("The event is closed."),
    "access.too_many_devices": N_(
        "You are signed in on %(most)s devices. Sign out on one, or ask the organiser."
    ),
    "access.too_many_attempts": N_("Too many attempts. Try again in %(minutes)s minutes."),
    "access.wrong_password": N_("Name or password is wrong."),
    "access.wrong_pin": N_("The PIN is wrong."),
    "access.pin_missing": N_("Set a PIN first."),
    "access.pin_shape": N_("A PIN has 4 to 8 digits."),
    "access.password_short": N_("A password has at least %(least)s characters."),
    "page.unknown": N_("There is no such page."),
    "event.unknown": N_("There is no event %(code)s."),
    "person.unknown": N_("There is no person %(code)s."),
    "device.unknown": N_("There is no such device."),
    "zone.unknown": N_("There is no zone %(code)s."),
    "presenter.unknown": N_("There is no amphoe %(code)s."),
    "seat.unknown": N_("There is no seat %(code)s."),
    "seat.closed": N_("This seat was handed over already."),
    "seat.marks_lock": N_("Sheets of this seat hold marks: replace the person instead."),
    "slot.marks_lock": N_("%(presenter)s has marks in %(zone)s and can't move to another zone."),
    "slot.position": N_("Expected a place from 1 to %(last)s."),
    "document.unknown": N_("There is no document %(name)s. Expected one of: %(known)s."),
    "document.font_missing": N_(
        "The font Laksaman is missing. Install the Debian package fonts-tlwg-laksaman-ttf or set "
        "PANEL_FONT_DIR."
    ),
}
