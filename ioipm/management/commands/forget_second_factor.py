"""Remove the second factor of a user who lost the phone."""

import logging
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django_otp import devices_for_user

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Delete a user's devices. If the user needs a second factor, the next login asks to set up a new one."""

    help = "Remove the second factor of a user who has lost the phone. First make sure that the request is genuine."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name with which the user signs in")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        user = get_user_model().objects.filter(username=name).first()
        if not user:
            raise CommandError(
                f"There is no user “{name}”. Users and their names are in the admin under Settings, Users."
            )
        devices = list(devices_for_user(user, confirmed=None))
        for device in devices:
            device.delete()
        if not devices:
            self.stdout.write(f"“{name}” has no second factor.")
            return
        logger.warning("Second factor of user %s forgotten by command", user.pk)
        self.stdout.write(f"The second factor of “{name}” is forgotten. The next login asks to set up a new one.")
