"""How soon a reader must get help, and from whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Urgency(models.TextChoices):
    """The three levels of urgency, the most urgent first."""

    EMERGENCY = "emergency", _("Call 911")
    TODAY = "today", _("See a doctor the same day")
    CALL_US = "call_us", _("Call us the same day")
