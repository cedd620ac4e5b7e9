"""Words of what papers and their scans refuse."""

from panel.adapters.language import N_

TEXTS = {
    "paper.code_mistyped": N_(
        "That is no code of a score sheet. Compare it with the paper: eight letters and digits."
    ),
    "paper.code_unknown": N_(
        "No sheet of this event has that code. Was the amphoe moved to another zone since it was printed?"
    ),
    "paper.code_shared": N_("Two sheets of this event have that code. Open yours from the list of sheets."),
    "paper.other_rule": N_("This event checks papers in another way. Open the sheet anew from the list."),
    "paper.typed_meanwhile": N_("Somebody else has typed this sheet meanwhile. Open it anew from the list."),
    "paper.same_typist": N_("You have typed this sheet already: another person types it the second time."),
    "paper.typing_gone": N_("The first typing is not the one you saw any more. Type the sheet anew."),
    "upload.too_large": N_("The file is too large: at most %(most)s MB."),
    "upload.unknown_kind": N_("Choose a photo (JPEG or PNG) or a PDF."),
    "upload.broken": N_("The file can't be read: it is damaged, locked, or not what it claims to be."),
    "upload.too_many_pixels": N_("The picture is too large: at most %(most)s million pixels."),
    "upload.too_many_pages": N_("The PDF must have 1 to %(most)s pages."),
    "upload.active": N_(
        "The PDF holds programs, forms or other files. Scan it anew, or export it without them."
    ),
    "upload.only_pdf": N_("Choose a PDF."),
    "upload.office": N_(
        "This is a presentation or document of an office program. Save it as PDF first: in PowerPoint by"
        " File, Export, PDF; in Google Slides by File, Download, PDF."
    ),
    "upload.too_many": N_("A sheet holds at most %(most)s scans."),
    "upload.no_paper": N_("Only a sheet that came on paper has a scan."),
    "upload.unknown": N_("There is no such scan."),
}
