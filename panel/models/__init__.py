"""The tables: what is stored and what can never be stored. Integer keys stay inside; codes name things."""

from panel.models.accounts import Attempt, Device, Person
from panel.models.audit import Chain, Record
from panel.models.backups import Backup
from panel.models.events import Booking, Event, Import, Round, Server, Venue, Zone
from panel.models.instruments import InstrumentVersion
from panel.models.jobs import Job
from panel.models.materials import Material
from panel.models.panels import Seat
from panel.models.results import Publication, Snapshot
from panel.models.schedules import Edit, Excuse, Happening, PlanVersion, Presenter, Slot
from panel.models.sheets import Deposit, Entry, Mark, Reminder, Sheet, Typing
from panel.models.uploads import SignedCopy, Upload

__all__ = [
    "Attempt",
    "Backup",
    "Booking",
    "Chain",
    "Deposit",
    "Device",
    "Edit",
    "Entry",
    "Event",
    "Excuse",
    "Happening",
    "Import",
    "InstrumentVersion",
    "Job",
    "Mark",
    "Material",
    "Person",
    "PlanVersion",
    "Presenter",
    "Publication",
    "Record",
    "Reminder",
    "Round",
    "Seat",
    "Server",
    "Sheet",
    "SignedCopy",
    "Slot",
    "Snapshot",
    "Typing",
    "Upload",
    "Venue",
    "Zone",
]
