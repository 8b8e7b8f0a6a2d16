"""A new password by mail, without telling who has an account."""

from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from wagtail.admin.forms import auth

from forms.models import Mail
from forms.outbox.queue import queue


class PasswordResetForm(auth.PasswordResetForm):
    """Does the same for an address nobody has as for any other, so that the time it takes tells nothing."""

    def get_users(self, email):
        """Those who get a mail; where there is none, one who does not exist, whose mail is taken back."""
        return list(super().get_users(email)) or [get_user_model()(email=email)]

    def send_mail(self, subject_template_name, email_template_name, context, from_email, to_email, *args, **kwargs):
        """Put the mail into the outbox; that to nobody is written and deleted in one transaction: no worker sees it."""
        subject = "".join(render_to_string(subject_template_name, context).splitlines())
        body = render_to_string(email_template_name, context)
        with transaction.atomic():
            mails = queue(EmailMessage(subject, body, from_email, [to_email]))
            is_to_nobody = context["user"].pk is None
            Mail.objects.filter(pk__in=[mail.pk if is_to_nobody else 0 for mail in mails]).delete()
