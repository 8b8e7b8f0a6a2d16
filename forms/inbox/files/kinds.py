"""The kinds of files that may be uploaded, recognized by the ending of the name and by the first bytes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of file: its name for people, the endings of its names, and the content type under which it is stored.

    `kept_ending` is the ending of the stored file's name if it differs from the uploaded one.
    """

    key: str
    label: str
    endings: tuple[str, ...]
    kept_as: str
    kept_ending: str = ""


KINDS = [
    Kind("pdf", "PDF", ("pdf",), "application/pdf"),
    Kind("jpeg", "JPEG", ("jpg", "jpeg", "jfif"), "image/jpeg"),
    Kind("png", "PNG", ("png",), "image/png"),
    # Stored as JPEG, because many computers at the front desk cannot open HEIC.
    Kind("heic", "HEIC", ("heic", "heif"), "image/jpeg", kept_ending="jpg"),
]
# The value of the file input's attribute `accept`.
ACCEPTED = ",".join([f".{ending}" for kind in KINDS for ending in kind.endings] + ["image/jpeg", "image/png"])

HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


def kind_of_name(name: str) -> Kind | None:
    """Return the kind that the ending of the name states, or None if it is not accepted."""
    stem, _dot, ending = name.lower().rpartition(".")
    return next((kind for kind in KINDS if stem and ending in kind.endings), None)


def kind_of_content(content: bytes) -> Kind | None:
    """Return the kind that the first bytes show, or None if it is not accepted."""
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
