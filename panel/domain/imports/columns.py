"""The columns of the spreadsheets that come in, as offices head them in Thai and English, and words in them.

This is a file format, not words on a screen: every head is known whatever language the reader has.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from panel.domain.imports.cells import heading
from panel.domain.panels import Role


class Sort(StrEnum):
    PRESENTERS = "presenters"
    ZONES = "zones"
    COMMITTEE = "committee"


@dataclass(frozen=True)
class Column:
    """A column by our name, by its Thai and English heads, and by whatever else offices call it."""

    name: str
    thai: str
    english: str
    others: tuple[str, ...] = ()

    @property
    def heads(self) -> set[str]:
        return {heading(head) for head in (self.name, self.thai, self.english, *self.others)}


_NAME_EN = Column("name_en", "ชื่อภาษาอังกฤษ", "English name", ("ชื่ออังกฤษ", "ภาษาอังกฤษ", "English"))
_LATITUDE = Column("latitude", "ละติจูด", "Latitude", ("lat",))
_LONGITUDE = Column("longitude", "ลองจิจูด", "Longitude", ("lon", "lng", "long"))
_ZONE_HEADS = ("โซน", "กลุ่มโซนที่", "กลุ่ม")
COLUMNS: dict[Sort, tuple[Column, ...]] = {
    Sort.PRESENTERS: (
        Column("code", "รหัส", "Code", ("รหัสอำเภอ", "district code")),
        Column("name", "อำเภอ", "District", ("ชื่ออำเภอ", "ชื่อ", "name", "amphoe", "presenter", "ผู้นำเสนอ")),
        _NAME_EN,
        _LATITUDE,
        _LONGITUDE,
        Column("zone", "กลุ่มโซน", "Zone", _ZONE_HEADS),
        Column("position", "ลำดับ", "Order", ("ลำดับที่", "ที่", "position", "no")),
        Column("not_before", "ไม่ก่อนเวลา", "Not before", ("ไม่ก่อน", "เริ่มไม่ก่อน")),
        Column("not_after", "ไม่เกินเวลา", "Not after", ("ไม่เกิน", "เสร็จไม่เกิน")),
        Column("firm", "ต้องตามนี้", "Firm", ("จำเป็น", "must")),
    ),
    Sort.ZONES: (
        Column("code", "รหัส", "Code", ("รหัสโซน", "zone code")),
        Column("name", "กลุ่มโซน", "Zone", (*_ZONE_HEADS, "ชื่อ", "ชื่อกลุ่มโซน", "name")),
        _NAME_EN,
        Column("start", "เริ่ม", "Start", ("เวลาเริ่ม", "เริ่มเวลา", "start time")),
        Column("venue_code", "รหัสสถานที่", "Venue code"),
        Column("venue", "สถานที่", "Venue", ("ห้องประชุม", "hall")),
        Column("venue_en", "ชื่อสถานที่ภาษาอังกฤษ", "Venue in English", ("สถานที่ภาษาอังกฤษ",)),
        _LATITUDE,
        _LONGITUDE,
        Column("bookings", "เวลาที่จองไว้", "Bookings", ("จอง", "เวลาที่จอง", "การจอง", "เวลา", "booking")),
    ),
    Sort.COMMITTEE: (
        Column("code", "รหัสที่นั่ง", "Seat", ("รหัส", "code", "seat code")),
        Column("zone", "กลุ่มโซน", "Zone", _ZONE_HEADS),
        Column("role", "บทบาท", "Role", ("หน้าที่", "ตำแหน่งในคณะกรรมการ")),
        Column("name", "ชื่อ", "Name", ("ชื่อ-สกุล", "ชื่อ-นามสกุล", "ชื่อสกุล", "ชื่อและนามสกุล", "full name")),
        Column("position", "ตำแหน่ง", "Position"),
        Column("home", "อำเภอต้นสังกัด", "Home district", ("อำเภอ", "ต้นสังกัด", "home", "home amphoe")),
        Column("scores", "ให้คะแนน", "Gives marks", ("scores",)),
    ),
}
REQUIRED: dict[Sort, tuple[str, ...]] = {
    Sort.PRESENTERS: ("name",),
    Sort.ZONES: ("name",),
    Sort.COMMITTEE: ("role", "name"),
}
ROLES: dict[Role, tuple[str, ...]] = {
    Role.CHAIR: ("ประธานกรรมการ", "Chair", "ประธาน", "chairman", "chairperson"),
    Role.JUDGE: ("กรรมการ", "Judge", "member"),
    Role.SECRETARY: ("เลขานุการ", "Secretary", "กรรมการและเลขานุการ", "ผู้ช่วยเลขานุการ", "เลขา"),
    Role.ADVISER: ("ที่ปรึกษา", "Adviser", "advisor"),
}
"""In Thai, in English, and whatever else offices call it."""
PROVINCE = ("จังหวัด", "Province", "ระดับจังหวัด", "")
"""What the zone of a seat at province level is called."""
