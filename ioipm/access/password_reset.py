"""Form of the page "Forgotten password?" that does not reveal which e-mail addresses have an account."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import get_connection
from django.db import transaction
from wagtail.admin.forms import auth

from pages.typed_text import EmailField


class PasswordResetForm(auth.PasswordResetForm):
    """Send a link to a known address; for an unknown address, build and discard the same mail.

    So the response takes as long for both, and its time does not reveal whether an account exists (decision 0016).
    """

    email = EmailField(label=auth.PasswordResetForm.base_fields["email"].label, max_length=254)

    def get_users(self, email: str) -> list[AbstractBaseUser]:
        """Return the users with the address; for an unknown address, one user who is not saved."""
        return list(super().get_users(email)) or [get_user_model()(email=email)]

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Send the mail by `EMAIL_BACKEND`; for an unknown address, roll back the transaction in which it was sent.

        Only a backend with the attribute `is_transactional`, such as the outbox, discards what is rolled back. Any
        other backend, such as SMTP, gets no mail to an unknown address; then the time differs.

        The outer transaction is committed in both cases, because the commit takes the longest: it waits for the disk.
        """
        is_known = context["user"].pk is not None
        if not is_known and not getattr(get_connection(), "is_transactional", False):
            return
        with transaction.atomic(), transaction.atomic():
            super().send_mail(subject_template_name, email_template_name, context, *args, **kwargs)
            if not is_known:
                transaction.set_rollback(True)
