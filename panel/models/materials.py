"""What presenters bring: files under their digest (as `uploads`), and links; judges open them at a sheet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column, relationship

from panel.db import Instant, Model
from panel.domain.materials import MaterialKind, host_of
from panel.models.accounts import Person
from panel.models.columns import enum_column, reference
from panel.models.schedules import Presenter


class Material(Model):
    """A file or a link of a presenter. Of a link `url` is set, of a file `digest` (SHA-256, hex)."""

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = reference("event")
    presenter_id: Mapped[int] = reference("presenter")
    kind: Mapped[MaterialKind] = enum_column(MaterialKind)
    title: Mapped[str]
    person_id: Mapped[int] = reference("person")
    """Who handed it in."""
    at: Mapped[datetime] = mapped_column(Instant)
    url: Mapped[str] = mapped_column(default="")
    digest: Mapped[str] = mapped_column(default="", index=True)
    media_type: Mapped[str] = mapped_column(default="")
    size: Mapped[int] = mapped_column(default=0)
    """Bytes."""
    name: Mapped[str] = mapped_column(default="")
    """What the file was called."""

    presenter: Mapped[Presenter] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def code(self) -> str:
        """What it is called in addresses: a file by its digest; of links a presenter has one a kind."""
        return self.digest or self.kind.value

    @property
    def host(self) -> str:
        """Where a link leads."""
        return host_of(self.url)
