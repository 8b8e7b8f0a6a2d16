"""What a form field asks for, independent of its label."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Meaning(models.TextChoices):
    """The kind of information in an answer. Browsers use it to fill a field in, and the desk to show the sender."""

    NONE = "", _("Anything else")
    NAME = "name", _("Name of the sender")
    EMAIL = "email", _("E-mail address of the sender")
    PHONE = "phone", _("Phone number of the sender")
    TOPIC = "topic", _("What it is about")
    MESSAGE = "message", _("The message itself")
    LANGUAGE = "language", _("Language the sender prefers")
    BIRTH_DATE = "birth_date", _("Date of birth")
    APPOINTMENT = "appointment", _("Day of an appointment, today or later")
