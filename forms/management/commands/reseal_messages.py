from django.core.management.base import BaseCommand, CommandError

from forms.encryption import CannotOpenError
from forms.files import FileChangedError
from forms.rotation import reseal_files, reseal_mails, reseal_messages, reseal_notes

STEPS = {"messages": reseal_messages, "notes": reseal_notes, "mails": reseal_mails, "files": reseal_files}


class Command(BaseCommand):
    """Seals everything again with the first key, and says when the older keys can go."""

    help = "Seal everything again with the first key in MESSAGE_KEYS. Can be broken off and begun again."

    def handle(self, **options):
        for name, step in STEPS.items():
            seen = changed = 0
            try:
                for count in step():
                    seen, changed = seen + 1, changed + count
                    if seen % 1000 == 0:
                        self.stdout.write(f"{name}: {seen} looked at, {changed} sealed again")
            except (CannotOpenError, FileChangedError, OSError) as error:
                raise CommandError(f"{name}, after {seen}: {error} No key was made superfluous.") from error
            self.stdout.write(f"{name}: {changed} of {seen} sealed again")
        self.stdout.write(
            "All is sealed with the first key: the others in MESSAGE_KEYS can be removed from the running site. "
            "Backups made before now still need them."
        )
