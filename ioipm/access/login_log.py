"""Log each login, each refused login and each locked account, with the user's number and never with what was typed."""

import logging
from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver

logger = logging.getLogger(__name__)


@receiver(user_logged_in)
def log_login(user: AbstractBaseUser, **kwargs: Any) -> None:
    """Log that a user has signed in."""
    logger.info("Login of user %s", user.pk)


@receiver(user_login_failed)
def log_refused_login(credentials: dict[str, Any], **kwargs: Any) -> None:
    """Log that a login was refused."""
    logger.warning("Login refused: %s", _account(credentials.get("username")))


@receiver(user_locked_out)
def log_locked_account(username: str, **kwargs: Any) -> None:
    """Log that an account is locked for an address after too many wrong passwords."""
    logger.warning("Login locked for a while after wrong passwords: %s", _account(username))


def _account(name: str | None) -> str:
    """Return the user's number. An unknown name is not returned: it may be a password in the wrong field."""
    user = get_user_model().objects.filter(username=name or "").first()
    return f"user {user.pk}" if user else "unknown name"
