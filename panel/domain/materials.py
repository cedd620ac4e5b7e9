"""What a presenter brings for the judges: what kinds there are."""

from __future__ import annotations

from enum import StrEnum


class MaterialKind(StrEnum):
    """VIDEO is a link; the others are files."""

    INFOGRAPHIC = "infographic"
    SLIDES = "slides"
    VIDEO = "video"
    EVIDENCE = "evidence"
