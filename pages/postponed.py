"""Work that follows each save of a page, such as indexing it, done once when many pages are saved together."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

Work = Callable[[Sequence[int]], object]

# What is postponed: by function, the keys of the pages to call it with. None if nothing is postponed now.
_postponed: ContextVar[dict[Work, dict[int, None]] | None] = ContextVar("postponed", default=None)


@contextmanager
def postpone() -> Iterator[None]:
    """Postpone the calls of `do_for_pages` to the end of the block. An exception in the block drops them."""
    if _postponed.get() is not None:
        yield
        return
    calls: dict[Work, dict[int, None]] = {}
    token = _postponed.set(calls)
    try:
        yield
    finally:
        _postponed.reset(token)
    for work, keys in calls.items():
        work(list(keys))


def do_for_pages(work: Work, keys: Sequence[int]) -> None:
    """Call `work` with the keys of pages: now, or at the end of the block that postpones it."""
    calls = _postponed.get()
    if calls is None:
        work(keys)
    else:
        calls.setdefault(work, {}).update(dict.fromkeys(keys))
