"""The scan of pages that were signed by hand."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField
from wtforms.validators import InputRequired

from panel.adapters.hub import off_the_hub
from panel.adapters.uploads import COPY_BYTES, COPY_PAGES, SCANS, CheckedFile, check_file
from panel.models import Snapshot
from panel.queries.signed_copies import SignedVersion
from panel.web.forms import Form


class SignedCopyForm(Form):
    """Of one of the versions there are; the latest unless another is chosen."""

    version = SelectField(
        _("Version that was signed"),
        description=_("It stands at the foot of each signed page."),
        coerce=int,
        validators=[InputRequired()],
    )
    scan = FileField(
        _("Scan of the signed pages"),
        description=_("PDF, JPEG or PNG, at most 20 MB and 120 pages."),
        validators=[FileRequired(_("Choose a file."))],
    )

    def __init__(self, versions: Sequence[SignedVersion]) -> None:
        super().__init__()
        self.version.choices = [(each.snapshot.version, _label(each.snapshot)) for each in versions]

    def read(self) -> CheckedFile:
        """The file, checked; raises Invalid."""
        with self.scan.data.stream as file:
            content, name = file.read(COPY_BYTES + 1), self.scan.data.filename or ""
        return off_the_hub(check_file, content, name, most=COPY_BYTES, kinds=SCANS, pages=COPY_PAGES)


def _label(snapshot: Snapshot) -> str:
    if snapshot.reopened_at is None:
        return str(gettext("Version %(version)s, holds now", version=snapshot.version))
    return str(gettext("Version %(version)s, superseded", version=snapshot.version))
