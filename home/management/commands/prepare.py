"""The command `prepare`: migrate the database, publish the first pages, create the first user."""

import secrets
import socket
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from home.error_page_phone import save_phones
from home.models import HomePage
from home.seed.clinical_review import create_clinical_review
from pages.translations.repair import repair_translations

ADMIN = "admin"


class Command(BaseCommand):
    """Runs the steps that are still needed and prints each. Changes nothing if all have run."""

    help = "Migrate the database, seed it if it is empty, and create the first user of the admin."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, help="stop if this port is in use")

    def handle(self, *args: Any, port: int | None, **options: Any) -> None:
        if port:
            self._check_port(port)
        call_command("restrict_permissions", stderr=self.stderr)
        try:
            self._migrate()
        except DatabaseError as error:
            raise CommandError(f"The database does not answer. Is DATABASE_URL right? {error}".strip()) from error
        if not HomePage.objects.exists():
            self.stdout.write("Publishing the pages under home/content/")
            call_command("seed", stdout=self.stdout)
        create_clinical_review()
        if not get_user_model().objects.exists():
            self._create_admin(port)
        save_phones()

    @staticmethod
    def _check_port(port: int) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OverflowError as error:
                raise CommandError(f"There is no port {port}. Choose one from 1024 to 65535.") from error
            except PermissionError as error:
                raise CommandError(f"Port {port} is not for everybody. Choose another: make run PORT=8001") from error
            except OSError as error:
                raise CommandError(f"Port {port} is taken. Choose another: make run PORT={port + 1}") from error

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database (half a minute the first time)")
            call_command("migrate", verbosity=0)
            for title in repair_translations():
                self.stdout.write(f"The Spanish page “{title}” showed English text. It does not any more.")

    def _create_admin(self, port: int | None) -> None:
        password = secrets.token_urlsafe(12)
        get_user_model().objects.create_superuser(ADMIN, password=password)
        address = settings.BASE_URL if not settings.DEBUG else f"http://localhost:{port or 8000}"
        self.stdout.write(
            f"\nThe admin is at {address}{reverse('wagtailadmin_home')}\n"
            f"  user      {ADMIN}\n"
            f"  password  {password}\n"
            "This is shown once. To set another: make password\n"
        )
