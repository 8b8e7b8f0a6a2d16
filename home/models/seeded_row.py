"""The record of the shared rows that the seed command has written."""

from django.db import models


class SeededRow(models.Model):
    """Records what the seed wrote into a source, a warning sign or a passage, so that it never overwrites later edits.

    `key` is the row's key in its content file, and `file_digest` the SHA-256 of its entry there. `row_digest` is the
    SHA-256 of the values that the seed wrote: if the row has others, staff have edited it.
    """

    model = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    row_id = models.BigIntegerField()
    file_digest = models.CharField(max_length=64, blank=True)
    row_digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "key"], name="seeded_row_once")]

    def __str__(self) -> str:
        return f"{self.model} {self.key}"
