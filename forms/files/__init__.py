"""Files that people send: checked, sealed, scanned, kept apart, handed out to who may see them."""

from forms.files.kept import (
    AttachmentGone,
    FileChangedError,
    NotYetSafe,
    claim,
    discard_unclaimed,
    open_content,
)

__all__ = ["AttachmentGone", "FileChangedError", "NotYetSafe", "claim", "discard_unclaimed", "open_content"]
