"""What a question of a form is about, whatever its label says."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Meaning(models.TextChoices):
    """Lets browsers fill a field in, and the front desk see who wrote."""

    NONE = "", _("Anything else")
    NAME = "name", _("Name of the sender")
    EMAIL = "email", _("E-mail address of the sender")
    PHONE = "phone", _("Phone number of the sender")
    TOPIC = "topic", _("What it is about")
    MESSAGE = "message", _("The message itself")
    LANGUAGE = "language", _("Language the sender prefers")
