"""Key rotation: encrypt rows again with the first key."""

from collections.abc import Iterator
from typing import TypeVar

from django.db import models

from forms.sealing.encryption import is_sealed_with_first_key, reseal

Row = TypeVar("Row", bound=models.Model)


def reseal_rows(model: type[models.Model], field: str = "sealed") -> Iterator[int]:
    """Encrypt the text field of every row again with the first key.

    Yields 1 for each row that was changed and 0 for each other row. Each change is one UPDATE, so the work can be
    interrupted and started again. Raises `CannotOpenError`.
    """
    for row in rows(model):
        sealed = getattr(row, field)
        if is_sealed_with_first_key(sealed):
            yield 0
            continue
        unchanged = model._default_manager.filter(pk=row.pk, **{field: sealed})
        yield unchanged.update(**{field: reseal_text(sealed)})


def rows(model: type[Row]) -> Iterator[Row]:
    """Return all rows in the order of their keys, without holding them all in memory."""
    return model._default_manager.order_by("pk").iterator(chunk_size=200)


def reseal_text(sealed: str) -> str:
    """Return the encrypted text encrypted again with the first key. Raises `CannotOpenError`."""
    return reseal(sealed.encode()).decode()
