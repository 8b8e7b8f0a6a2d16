"""Files that people send: they are checked, scanned, encrypted, stored privately, and served only after a check."""

from forms.inbox.files.store import (
    AttachmentGone,
    FileChangedError,
    NotYetSafe,
    claim,
    discard_unclaimed,
    open_content,
)

__all__ = ["AttachmentGone", "FileChangedError", "NotYetSafe", "claim", "discard_unclaimed", "open_content"]
