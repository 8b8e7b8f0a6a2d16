"""Redis cache backend that treats an unavailable Redis as an empty cache (decision 0024)."""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

PAUSE = 5.0  # seconds without a call to Redis after a failed one


class CircuitBreaker:
    """Stop calling Redis for `PAUSE` seconds after a failed call, so that one request waits for one timeout at most.

    After the pause one call tries again, while other threads still skip Redis. All threads of a process share the
    state. Each outage is logged once, when it begins, and its end once.

    `stale_keys` are keys that were written or deleted while Redis was skipped. Redis may still hold their old values.
    """

    def __init__(self) -> None:
        self.stale_keys: set[str] = set()
        self._is_open = False
        self._retry_at = 0.0
        self._lock = threading.Lock()

    def allows_call(self) -> bool:
        """Return whether Redis may be called now; during an outage, one call after each pause is allowed."""
        with self._lock:
            if not self._is_open:
                return True
            if time.monotonic() < self._retry_at:
                return False
            self._retry_at = time.monotonic() + PAUSE
            return True

    def record_failure(self) -> None:
        """Skip Redis until the pause is over."""
        with self._lock:
            is_new, self._is_open = not self._is_open, True
            self._retry_at = time.monotonic() + PAUSE
        if is_new:
            logger.warning("Redis is unavailable: the site runs without its cache", exc_info=True)

    def record_success(self) -> None:
        """Call Redis as usual again."""
        with self._lock:
            is_new, self._is_open = self._is_open, False
        if is_new:
            logger.warning("Redis is available again")


_breakers: dict[tuple[str, ...], CircuitBreaker] = {}


class OptionalRedisClient(RedisCacheClient):
    """Redis client that returns what an empty cache returns when Redis is unavailable, and raises nothing."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        super().__init__(servers, **options)
        self._breaker = _breakers.setdefault(tuple(servers), CircuitBreaker())

    def get(self, key: str, default: Any) -> Any:
        return self._call(super().get, key, default, fallback=default)

    def get_many(self, keys: Iterable[str]) -> dict[str, Any]:
        return self._call(super().get_many, keys, fallback={})

    def has_key(self, key: str) -> bool:
        return self._call(super().has_key, key, fallback=False)

    def add(self, key: str, value: Any, timeout: int | None) -> bool:
        return self._call(super().add, key, value, timeout, fallback=False)

    def touch(self, key: str, timeout: int | None) -> bool:
        return self._call(super().touch, key, timeout, fallback=False)

    def set(self, key: str, value: Any, timeout: int | None) -> None:
        self._call(super().set, key, value, timeout, fallback=None, writes=[key])

    def set_many(self, data: dict[str, Any], timeout: int | None) -> None:
        self._call(super().set_many, data, timeout, fallback=None, writes=data)

    def delete(self, key: str) -> bool:
        return self._call(super().delete, key, fallback=False, writes=[key])

    def delete_many(self, keys: Iterable[str]) -> None:
        self._call(super().delete_many, keys, fallback=None, writes=keys)

    def clear(self) -> bool:
        return self._call(super().clear, fallback=False)

    def incr(self, key: str, delta: int) -> int:
        """Return the new number. Raise `ValueError` when Redis is unavailable, as Django does for an unknown key."""
        number = self._call(super().incr, key, delta, fallback=None)
        if number is None:
            raise ValueError(f"Key {key!r} not found: Redis is unavailable.")
        return number

    def _call(self, method: Callable, *arguments: Any, fallback: Any, writes: Iterable[str] = ()) -> Any:
        """Return the method's result, or `fallback` when Redis is unavailable; `writes` are the keys it changes."""
        breaker = self._breaker
        if breaker.allows_call():
            try:
                while breaker.stale_keys:
                    keys = list(breaker.stale_keys)
                    super().delete_many(keys)
                    breaker.stale_keys.difference_update(keys)
                result = method(*arguments)
            except (RedisError, OSError):
                breaker.record_failure()
            else:
                breaker.record_success()
                return result
        breaker.stale_keys.update(writes)
        return fallback


class OptionalRedisCache(RedisCache):
    """Django's Redis cache, with which the site works, more slowly, while Redis is stopped or does not answer."""

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = OptionalRedisClient
