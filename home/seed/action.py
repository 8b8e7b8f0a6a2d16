"""What the seed does with a page, a row or a translation."""

from enum import Enum


class Action(Enum):
    """What the seed does with a page, a row or a translation."""

    CREATE = "create"
    UPDATE = "update"
    RESTORE = "restore"
    KEEP_SAME = "unchanged"
    KEEP_EDITED = "kept, edited by staff"
    KEEP_DELETED = "kept deleted by staff"
    WAIT = "not fully translated yet"

    @property
    def writes(self) -> bool:
        """Whether the action writes the page or the row."""
        return self in (Action.CREATE, Action.UPDATE, Action.RESTORE)
