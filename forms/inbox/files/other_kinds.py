"""Kinds of files that people often send and that are not accepted. Each gets a sentence that helps with this kind."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class OtherKind:
    """A kind of file that is not accepted: the sentence for its sender, and the endings of its names."""

    key: str
    sentence: Any  # translated when it is shown
    endings: str  # separated by spaces


OTHER_KINDS = [
    OtherKind(
        "office",
        _("“%(name)s” is a Word or other office document. Open it, save it as a PDF, then choose the PDF."),
        "doc docx docm dot dotx odt rtf pages wpd wps xls xlsx xlsm ods csv numbers ppt pptx pps odp key",
    ),
    OtherKind(
        "tiff",
        _("“%(name)s” is a TIFF file, like those of fax machines. Open it, print it to a PDF, then choose the PDF."),
        "tif tiff",
    ),
    OtherKind(
        "picture",
        _("“%(name)s” is a kind of picture that we cannot open. Save it as a JPEG, or send a screenshot of it."),
        "webp avif gif bmp svg jxl jp2 j2k ico psd dng raw cr2 cr3 nef arw orf rw2 raf pcx tga",
    ),
    OtherKind(
        "dicom",
        _(
            "“%(name)s” holds medical images (DICOM), which we cannot receive here. "
            "Send the written report as a PDF, and call us about the images."
        ),
        "dcm dicom dic iso",
    ),
    OtherKind(
        "video",
        _("“%(name)s” is a video, which we cannot receive here. Send photos, or say in your message what it shows."),
        "mp4 m4v mov avi wmv mkv webm 3gp 3g2 mpg mpeg mts flv",
    ),
    OtherKind(
        "sound",
        _("“%(name)s” is a sound recording, which we cannot receive here. Write what it says in your message."),
        "mp3 m4a wav aac amr ogg oga opus wma flac aif aiff caf",
    ),
    OtherKind(
        "archive",
        _("“%(name)s” is a folder packed into one file. Unpack it, then choose the PDFs and pictures in it."),
        "zip rar 7z tar gz tgz bz2 xz",
    ),
    OtherKind(
        "mail",
        _("“%(name)s” is an e-mail. Print it to a PDF, or save the files that are attached to it and choose these."),
        "eml msg emlx pst",
    ),
    OtherKind(
        "text",
        _("“%(name)s” is a text file or a web page. Copy its text into your message, or print it to a PDF."),
        "txt md log htm html xhtml mht mhtml xml json",
    ),
    OtherKind(
        "link",
        _("“%(name)s” is only a link to a document. Open the document, download it as a PDF, then choose the PDF."),
        "gdoc gsheet gslides url webloc lnk",
    ),
]
KEYS_BY_ENDING = {ending: kind.key for kind in OTHER_KINDS for ending in kind.endings.split()}
SENTENCES = {kind.key: kind.sentence for kind in OTHER_KINDS}

# The first bytes of files that are often sent with a wrong ending.
BEGINNINGS = [
    (b"{\\rtf", "office"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"\0\0\0\x0cjP  ", "picture"),
    (b"\0\0\0\x0cJXL ", "picture"),
    (b"\xff\x0a", "picture"),
    (b"\x1a\x45\xdf\xa3", "video"),
    (b"ID3", "sound"),
    (b"#!AMR", "sound"),
    (b"OggS", "sound"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
]
RIFF = {b"WEBP": "picture", b"AVI ": "video", b"WAVE": "sound"}
ISO_MEDIA = {b"avif": "picture", b"avis": "picture", b"mif1": "picture", b"M4A ": "sound"}
# Office documents are ZIP archives, and begin with one of these names.
OFFICE_NAMES = (b"[Content_Types].xml", b"mimetypeapplication/vnd", b"_rels/.rels", b"docProps/", b"Index/")
OFFICE_BYTES = 200


def other_kind_of_name(name: str) -> str:
    """Return the key of the kind that the ending of the name states, or ""."""
    return KEYS_BY_ENDING.get(name.lower().rpartition(".")[2], "") if "." in name else ""


def other_kind_of_content(content: bytes) -> str:
    """Return the key of the kind that the content shows, or ""."""
    if content[128:132] == b"DICM":
        return "dicom"
    if content.startswith(b"RIFF"):
        return RIFF.get(content[8:12], "")
    if content[4:8] == b"ftyp":
        return ISO_MEDIA.get(content[8:12], "video")
    if content.startswith(b"PK\3\4"):
        return "office" if any(name in content[:OFFICE_BYTES] for name in OFFICE_NAMES) else "archive"
    return next((key for beginning, key in BEGINNINGS if content.startswith(beginning)), "")
