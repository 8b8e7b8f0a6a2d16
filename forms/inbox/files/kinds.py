"""The kinds of files that may be sent, each known by its name and by how it begins."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of file: what people call it, the endings of its name, and the type it is kept as."""

    key: str
    label: str
    endings: tuple
    kept_as: str
    kept_ending: str = ""


KINDS = [
    Kind("pdf", "PDF", ("pdf",), "application/pdf"),
    Kind("jpeg", "JPEG", ("jpg", "jpeg", "jfif"), "image/jpeg"),
    Kind("png", "PNG", ("png",), "image/png"),
    Kind("heic", "HEIC", ("heic", "heif"), "image/jpeg", kept_ending="jpg"),  # not every desk's computer opens HEIC
]
ACCEPTED = ",".join([f".{ending}" for kind in KINDS for ending in kind.endings] + ["image/jpeg", "image/png"])

HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


def kind_of_name(name):
    """Return the kind that the name's ending promises; None for any other."""
    stem, _dot, ending = name.lower().rpartition(".")
    return next((kind for kind in KINDS if stem and ending in kind.endings), None)


def kind_of_content(content):
    """Return the kind whose files begin like this; None for any other."""
    pdf, jpeg, png, heic = KINDS
    if content.startswith(b"%PDF-"):
        return pdf
    if content.startswith(b"\xff\xd8\xff"):
        return jpeg
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return png
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        return heic
    return None
