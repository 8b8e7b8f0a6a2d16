"""Clean the e-mail address of a user, so that the link for a new password finds the user."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.db.models.signals import pre_save
from django.dispatch import receiver

from pages.typed_text import clean_line


@receiver(pre_save, sender=get_user_model())
def clean_email(instance: AbstractUser, **kwargs: Any) -> None:
    """Remove the invisible characters that a copied address may contain."""
    instance.email = clean_line(instance.email)
