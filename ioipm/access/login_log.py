"""Logins in the log: who came in and who was turned away, by account, never what was typed."""

import logging

from axes.signals import user_locked_out
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver

logger = logging.getLogger(__name__)


@receiver(user_logged_in)
def note_login(user, **kwargs):
    """Log who came in."""
    logger.info("Login of user %s", user.pk)


@receiver(user_login_failed)
def note_refusal(credentials, **kwargs):
    """Log whose password was wrong."""
    logger.warning("Login refused: %s", _account(credentials.get("username")))


@receiver(user_locked_out)
def note_lockout(username, **kwargs):
    """Log for which account an address has to wait."""
    logger.warning("Login locked for a while after wrong passwords: %s", _account(username))


def _account(name):
    """The user's number. A name nobody has may be a password in the wrong field: it is not told."""
    user = get_user_model().objects.filter(username=name or "").first()
    return f"user {user.pk}" if user else "a name nobody has"
