"""A text that a page shows between two moments."""

import datetime
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class TimedText:
    """A text that readers see between two moments.

    `is_shown` is whether they see it at the moment of rendering. `language` is the code of the text's language where
    that is not the language of the page.
    """

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    text: str
    more: str = ""
    language: str = ""
    is_shown: bool = False
    is_urgent: bool = False
    page: Any = None
    url: str = ""

    @property
    def since(self) -> int:
        """The first moment, in seconds since 1970 (UTC)."""
        return int(self.starts_at.timestamp())

    @property
    def until(self) -> int:
        """The second moment, in seconds since 1970 (UTC)."""
        return int(self.ends_at.timestamp())
