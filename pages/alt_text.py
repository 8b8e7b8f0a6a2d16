"""Find alternative texts and titles of images that are only the name of a file."""

import re
from pathlib import PurePosixPath

# Names that cameras and phones give to files, such as “IMG_1234”, “PXL 20260101” or “Screenshot 2026-01-01”.
NAME_OF_A_CAMERA = re.compile(
    r"(img|image|dsc[nf]?|dcim|pxl|mvimg|photo|picture|scan|whatsapp image|screen ?shot)[\W\d_]*", re.IGNORECASE
)
ENDING = re.compile(r"\.(avif|gif|hei[cf]|jpe?g|png|svg|tiff?|webp|pdf|docx?|xlsx?|txt)$", re.IGNORECASE)


def is_file_name(text: str, file_name: str = "") -> bool:
    """Return whether the text is the name of a file and says nothing about what the image shows.

    `file_name` is the name of the image's own file.
    """
    text = text.strip()
    own = ENDING.sub("", PurePosixPath(file_name).name)
    is_own = " " not in text and text.casefold() in (own.casefold(), PurePosixPath(file_name).name.casefold())
    has_word = re.search(r"[^\W\d_]{2}", text)
    return bool(text) and bool(is_own or ENDING.search(text) or NAME_OF_A_CAMERA.fullmatch(text) or not has_word)
