"""Long lists of cases: `make test` checks a sample of them, and all of them with `WHOLE=1`, as `.ci/run` does."""

import os
from collections.abc import Iterable
from typing import TypeVar

Case = TypeVar("Case")

IS_WHOLE = os.environ.get("WHOLE", "") not in ("", "0")
STEP = 5


def sample(cases: Iterable[Case]) -> list[Case]:
    """Return the first and then each fifth of the cases, the same in each run; with `WHOLE=1` all cases."""
    return list(cases)[:: 1 if IS_WHOLE else STEP]
