"""The record of the translations that the seed command has written."""

from django.db import models


class SeededTranslation(models.Model):
    """Records what the seed wrote from a PO file, so that it writes again only what has changed.

    `path` is the path of the PO file: that of the page below the home page, "" for the home page, or
    `snippets/passages`. `digest` is the SHA-256 of the English texts and their translations.
    """

    path = models.CharField(max_length=255, unique=True)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.path or "home"
