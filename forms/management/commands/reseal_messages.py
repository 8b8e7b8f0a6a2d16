from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forms.inbox.files import FileChangedError
from forms.inbox.key_rotation import reseal_files, reseal_messages, reseal_notes
from forms.outbox.models import Mail
from forms.sealing.encryption import CannotOpenError
from forms.sealing.rotation import reseal_rows

STEPS = {
    "messages": reseal_messages,
    "notes": reseal_notes,
    "mails": lambda: reseal_rows(Mail),
    "files": reseal_files,
}


class Command(BaseCommand):
    """Encrypt everything again with the first key, and print when the older keys can be removed."""

    help = "Encrypt everything again with the first key in MESSAGE_KEYS. Can be interrupted and started again."

    def handle(self, **options: Any) -> None:
        for name, step in STEPS.items():
            seen = changed = 0
            try:
                for count in step():
                    seen, changed = seen + 1, changed + count
                    if seen % 1000 == 0:
                        self.stdout.write(f"{name}: {seen} checked, {changed} encrypted again")
            except (CannotOpenError, FileChangedError, OSError) as error:
                raise CommandError(f"{name}, after {seen}: {error} Keep all keys.") from error
            self.stdout.write(f"{name}: {changed} of {seen} encrypted again")
        self.stdout.write(
            "Everything is encrypted with the first key: the others in MESSAGE_KEYS can be removed from the running "
            "site. Backups made before now still need them."
        )
