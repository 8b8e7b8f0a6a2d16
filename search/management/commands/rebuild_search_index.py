"""Write all pages into the search index anew."""

from django.core.management.base import BaseCommand

from search.indexing import rebuild_index


class Command(BaseCommand):
    """Write all pages into the search index anew."""

    help = __doc__

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"{rebuild_index()} pages are in the search index.")
