"""Brings the site to where it can be served: database, pages, somebody who may log in."""

import secrets
import socket

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from django.utils import translation

from home.clinic import main_location
from home.models import HomePage

ADMIN = "admin"


class Command(BaseCommand):
    """Does what is still to do, says each step, and changes nothing where all is done."""

    help = "Migrate the database, seed it if it is empty, and make the first user of the admin."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, help="refuse to begin while this port is taken")

    def handle(self, *args, port, **options):
        if port:
            self._ask_for_port(port)
        call_command("restrict_permissions", stderr=self.stderr)
        try:
            self._migrate()
        except DatabaseError as error:
            raise CommandError(f"The database does not answer. Is DATABASE_URL right? {error}".strip()) from error
        if not HomePage.objects.exists():
            self.stdout.write("Publishing the pages under home/content/")
            call_command("seed", stdout=self.stdout)
        if not get_user_model().objects.exists():
            self._make_admin(port)
        self._remember_phones()

    @staticmethod
    def _ask_for_port(port):
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

    def _migrate(self):
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database (half a minute the first time)")
            call_command("migrate", verbosity=0)

    @staticmethod
    def _remember_phones():
        """Know the number in each language before the first visitor, even if the database goes away until then."""
        for code, _language in settings.LANGUAGES:
            with translation.override(code):
                main_location()

    def _make_admin(self, port):
        password = secrets.token_urlsafe(12)
        get_user_model().objects.create_superuser(ADMIN, password=password)
        address = settings.BASE_URL if not settings.DEBUG else f"http://localhost:{port or 8000}"
        self.stdout.write(
            f"\nThe admin is at {address}{reverse('wagtailadmin_home')}\n"
            f"  user      {ADMIN}\n"
            f"  password  {password}\n"
            "This is shown once. To set another: make password\n"
        )
