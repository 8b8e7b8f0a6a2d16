"""Close the state of the site to other local accounts."""

from typing import Any

from django.core.management.base import BaseCommand

from ioipm.file_permissions import restrict_permissions


class Command(BaseCommand):
    """Change the modes of files that other accounts may read, and print what could not be changed."""

    help = "Make database, patients' files, backups and .env readable by their owner only. `prepare` does this too."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        for path in restrict_permissions():
            self.stderr.write(f"Other accounts of this machine may read {path}. As its owner, run: chmod go= {path}")
