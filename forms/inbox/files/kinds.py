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
    Kind("jpeg", "JPEG", ("jpg", "jpeg", "jfif", "jpe", "pjpeg", "mpo"), "image/jpeg"),
    Kind("png", "PNG", ("png", "apng"), "image/png"),
    # Stored as JPEG, because many computers at the front desk cannot open HEIC.
    Kind("heic", "HEIC", ("heic", "heif", "hif"), "image/jpeg", kept_ending="jpg"),
]
# The value of the file input's attribute `accept`.
ACCEPTED = ",".join([f".{ending}" for kind in KINDS for ending in kind.endings] + ["image/jpeg", "image/png"])

# ISO 32000-2, 7.5.2: viewers look for the header in the first kilobyte. Some producers write a byte-order mark or blank
# lines before it. We allow nothing else there, because it could be a file of another kind.
BEFORE_PDF = b"\xef\xbb\xbf\0\t\n\f\r "
# The brands of HEIC and, in files with a general brand, of the codec HEVC (ISO/IEC 23008-12, annex B).
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
GENERAL_BRANDS = {b"mif1", b"mif2", b"msf1", b"miaf"}


def kind_of_name(name: str) -> Kind | None:
    """Return the kind that the ending of the name states, or None if it is not accepted."""
    stem, _dot, ending = name.lower().rpartition(".")
    return next((kind for kind in KINDS if stem and ending in kind.endings), None)


def kind_of_content(content: bytes) -> Kind | None:
    """Return the kind that the first bytes show, or None if it is not accepted."""
    pdf, jpeg, png, heic = KINDS
    if content[:1024].lstrip(BEFORE_PDF).startswith(b"%PDF-"):
        return pdf
    if content.startswith(b"\xff\xd8\xff"):
        return jpeg
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return png
    if content[4:8] == b"ftyp" and _is_heic(content):
        return heic
    return None


def _is_heic(content: bytes) -> bool:
    """Return whether the brands in the first box of the file (ISO/IEC 14496-12, 4.3) are those of HEIC."""
    box = content[8 : min(int.from_bytes(content[:4], "big"), 256)]
    main, compatible = box[:4], {box[place : place + 4] for place in range(8, len(box), 4)}
    return main in HEIC_BRANDS or (main in GENERAL_BRANDS and (b"avif" not in compatible))
