"""The version of the site: a number that grows with each change that a public page may show (decision 0038).

What is rendered from the database is kept together with the version that was current **before** the rendering began,
and is used as long as the version is the same. The number is one row of the database, so all processes and machines
see a change, with or without a shared cache.

Every statement that writes is examined, because much of Wagtail writes without sending a signal (`update()`,
`bulk_create()`, moving a page). `pages.unseen_models` lists the tables that are left out.
"""

import logging
import math
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import cache
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.apps import apps
from django.db import DatabaseError, Error, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.dispatch import Signal

from pages.unseen_models import UNSEEN_COLUMNS, UNSEEN_MODELS

logger = logging.getLogger(__name__)

SECONDS_UNTIL_READ = 0.5  # for which a process uses a number before it reads it again
MOST_SECONDS_OLD = 1.0  # for which it uses a number while it is being read again; then requests wait
MOST_SECONDS_TO_WAIT = 2.0  # for the number; then the database counts as silent, and the last number is used
WRITE = re.compile(
    r'\s*(?P<verb>INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE|DELETE FROM)\s+"?(?P<table>\w+)"?', re.IGNORECASE
)
COLUMN_SET = re.compile(r'"(\w+)" = ')
READ_ONLY = ("SELECT", "SAVEPO", "RELEAS")  # the usual statements that need no closer look


class _KnownVersion:
    """The last number that this process has read. All threads share it.

    A thread of its own reads it, so that no request waits without end for a database that does not answer.
    """

    def __init__(self) -> None:
        self._number: int | None = None
        self._read_at = 0.0
        self._reading: Future | None = None
        self._begun_at = 0.0  # when `_reading` began
        self._has_failed = False
        self._changes = 0
        self._lock = threading.Lock()

    def get(self, read: Callable[[], int], submit: Callable[..., Future]) -> int:
        """Return the number. If it is old, `submit` runs what reads it; wait only if it is too old to be used."""
        for _try in range(2):  # after a change, the number that is being read may be the one before it
            if self._number is not None and self._age() < SECONDS_UNTIL_READ:
                break
            reading = self._begin_reading(read, submit)
            if self._number is not None and self._age() >= MOST_SECONDS_OLD:
                wait([reading], timeout=max(0, self._begun_at + MOST_SECONDS_TO_WAIT - time.monotonic()))
            if self._number is None or reading.done():
                reading.result()
        return self._number or 0

    def is_silent(self) -> bool:
        """Return whether the database did not answer when the number was last read, or has not answered yet."""
        is_late = time.monotonic() - self._begun_at > MOST_SECONDS_TO_WAIT
        return self._has_failed or (is_late and self._reading is not None and not self._reading.done())

    def _age(self) -> float:
        return time.monotonic() - self._read_at

    def _begin_reading(self, read: Callable[[], int], submit: Callable[..., Future]) -> Future:
        with self._lock:
            if self._reading is None or self._reading.done():
                self._begun_at = time.monotonic()
                self._reading = submit(self._read, read)
            return self._reading

    def _read(self, read: Callable[[], int]) -> None:
        begun, changes = time.monotonic(), self._changes
        try:
            number = read()
        except Error:
            if self._number is None:
                raise
            self._has_failed, self._read_at = True, time.monotonic()
            return
        self._has_failed = False
        self._number = max(number, self._number or 0)
        # After a change in another thread the number may already be old.
        self._read_at = begun if changes == self._changes else 0.0

    def expire(self) -> None:
        """Read the number again at its next use."""
        self._changes += 1
        self._read_at = 0.0

    def set(self, number: int) -> None:
        """Use this number until the next change of this process."""
        self._number, self._read_at, self._has_failed = number, math.inf, False


def _run_here(function: Callable, *arguments: Any) -> Future:
    """Call the function in this thread; return what an executor returns."""
    future: Future = Future()
    try:
        future.set_result(function(*arguments))
    except Error as error:
        future.set_exception(error)
    return future


class _IncrementOnce:
    """Increment the version when a transaction is committed. Further calls do nothing."""

    def __init__(self) -> None:
        self._is_done = False

    def __call__(self) -> None:
        if not self._is_done:
            self._is_done = True
            increment_version()


class _Uncommitted:
    """What was changed over a connection in a transaction that is not committed yet.

    `version` is negative, and never used twice. `increment` runs at the next commit; if the transaction is rolled
    back, it is left for the next one.
    """

    def __init__(self) -> None:
        self.version: int | None = None
        self.increment = _IncrementOnce()


site_changed = Signal()  # sent after the change is committed
_known = _KnownVersion()
_reader = ThreadPoolExecutor(1, "site-version")
_uncommitted: WeakKeyDictionary[BaseDatabaseWrapper, _Uncommitted] = WeakKeyDictionary()
_negative_numbers = count(-1, -1)


def current_version() -> int:
    """Return the version of the site. A process reads it from the database at most twice per second.

    If the database does not answer, the last known number is returned. In a transaction that has changed something,
    each change makes a new negative number, which no other transaction gets.
    """
    connection = transaction.get_connection()
    changes = _uncommitted.get(connection)
    if changes and changes.version is not None and connection.in_atomic_block:
        return changes.version
    # In a transaction, only its own connection knows what it has written. SQLite has no server that could be silent.
    is_here = connection.in_atomic_block or connection.vendor == "sqlite"
    return _known.get(_read_number, _run_here if is_here else _reader.submit)


def is_database_silent() -> bool:
    """Return whether the database did not answer when this process last asked for the version."""
    return _known.is_silent()


def increment_version() -> None:
    """Begin a new version. The number is never one that was used before, also after a backup has been restored."""
    from pages.models.site_version import SiteVersion  # models cannot be imported while apps are loaded

    _uncommitted.pop(transaction.get_connection(), None)
    now = time.time_ns() // 1_000_000
    larger = Greatest(F("number") + 1, Value(now))
    try:
        if not SiteVersion.objects.filter(pk=1).update(number=larger):
            SiteVersion.objects.bulk_create([SiteVersion(pk=1, number=now)], ignore_conflicts=True)
    except DatabaseError:
        # The table does not exist yet while a new database is migrated.
        if SiteVersion._meta.db_table in transaction.get_connection().introspection.table_names():
            logger.exception("The version of the site could not be incremented")
    _known.expire()
    site_changed.send_robust(sender=SiteVersion)


def use_version(number: int) -> None:
    """Use this number until this process changes something. For tests: their changes are rolled back."""
    _uncommitted.clear()
    _known.set(number)


def _read_number() -> int:
    from pages.models.site_version import SiteVersion

    connection = transaction.get_connection()
    if not connection.in_atomic_block:  # else the transaction would be lost
        connection.close_if_unusable_or_obsolete()
    numbers = SiteVersion.objects.filter(pk=1).values_list("number", flat=True)
    try:
        return numbers.first() or 0
    except Error:
        if connection.in_atomic_block:
            raise
        # The connection may have been closed by a restart of the database, and nothing else here would notice it.
        connection.close()
        return numbers.first() or 0


def shows(sql: str) -> bool:
    """Return whether the statement writes something that a public page may show."""
    if sql[:6] in READ_ONLY:
        return False
    match = WRITE.match(sql)
    model = _seen_tables().get(match["table"]) if match else None
    if not match or not model:
        return False
    is_update = match["verb"].upper() == "UPDATE"
    return not (is_update and _columns(sql) <= UNSEEN_COLUMNS.get(model, set()))


def _columns(sql: str) -> set[str]:
    """Return the columns that an UPDATE sets; {""} for a statement that Django has not written."""
    return set(COLUMN_SET.findall(sql.partition(" WHERE ")[0])) or {""}


@cache
def _seen_tables() -> dict[str, str]:
    """Return the label of each model whose rows a public page may show, by the name of its table."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: model._meta.label for model in models if model._meta.label not in UNSEEN_MODELS}


def notice_writes(execute: Callable, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Run a statement, and begin a new version on commit if a public page may show what it wrote."""
    result = execute(sql, params, many, context)
    if isinstance(sql, str) and shows(sql):
        connection = context["connection"]
        if connection.in_atomic_block:
            changes = _uncommitted.setdefault(connection, _Uncommitted())
            changes.version = next(_negative_numbers)
            transaction.on_commit(changes.increment, using=connection.alias)
        else:
            increment_version()
    return result


def watch(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Examine the statements of a connection. Receives `connection_created`."""
    if notice_writes not in connection.execute_wrappers:
        connection.execute_wrappers.append(notice_writes)


def watch_open_connections() -> None:
    """Examine the statements of the connections that are open already."""
    for connection in connections.all(initialized_only=True):
        watch(connection)
