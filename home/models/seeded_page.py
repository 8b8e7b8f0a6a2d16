"""The record of the pages that the seed command has published."""

from django.db import models


class SeededPage(models.Model):
    """Records the revision that the seed published from a content file, so that it never overwrites later edits.

    `path` is the page's path below the home page, "" for the home page. `digest` is the SHA-256 of the file's content.
    """

    path = models.CharField(max_length=255, unique=True)
    page = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+")
    revision_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.path or "home"
