from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ioipm.proxy_count import saved_problem


class Command(BaseCommand):
    """Exit with an error if the server has seen another number of proxies than `TRUSTED_PROXIES` says."""

    help = "Fail when requests pass another number of proxies than TRUSTED_PROXIES says."

    def handle(self, *args: Any, **options: Any) -> None:
        if problem := saved_problem():
            raise CommandError(f"{problem}\nSee docs/operating.md, “Users and sign-in”.")
        self.stdout.write(f"Nothing contradicts TRUSTED_PROXIES ({settings.TRUSTED_PROXIES}).")
