"""What presenters bring, and why something is not taken."""

from __future__ import annotations

from panel.adapters.language import N_

TEXTS: dict[str, str] = {
    "material.infographic": N_("Infographic"),
    "material.slides": N_("Slides"),
    "material.video": N_("Video"),
    "material.evidence": N_("Evidence"),
    "material.unknown": N_("There is no such file."),
    "material.link": N_("Write a whole address that begins with https://, such as https://youtu.be/…"),
    "material.twice": N_("This very file is handed in already."),
    "material.too_many": N_("At most %(most)s files of evidence can be handed in. Remove one first."),
    "material.too_much": N_(
        "All files together may have at most %(most)s MB. Remove one, or make it smaller."
    ),
    "material.late": N_("Files could be handed in until %(until)s. Ask the organisers to change them."),
    "material.final": N_("The zone is final: what was judged stays as the judges saw it."),
    "material.nobody": N_("Sign in to hand something in."),
    "reload.materials": N_("It has handed in files: remove them first."),
}
