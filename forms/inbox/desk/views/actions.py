"""The actions on a message: take, release, hand over, set the status, hold, remind, answer, add a note.

Each receives a POST and redirects to the message.
"""

import datetime
from typing import Any, cast

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name

from forms.inbox.desk import actions
from forms.inbox.desk.permissions import DeskViewMixin, possible_owners
from forms.inbox.desk.views.message import RETURNING_TO
from forms.inbox.models import Contact, Message

MAXIMUM_NOTE_LENGTH = 5000
MAXIMUM_REMINDER = datetime.timedelta(days=366)


class ReleaseForm(forms.Form):
    """The owner on the page that the user saw."""

    seen_owner = forms.ModelChoiceField(get_user_model()._default_manager.all())


class HandOverForm(forms.Form):
    """The new owner, and the owner on the page that the user saw (empty: no owner)."""

    seen_owner = forms.ModelChoiceField(get_user_model()._default_manager.all(), required=False)
    to = forms.ModelChoiceField(None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = possible_owners()  # type: ignore[attr-defined]  # a ModelChoiceField


class StatusForm(forms.Form):
    """The new status, and the status on the page that the user saw."""

    status = forms.ChoiceField(choices=Message.Status.choices)
    seen_status = forms.ChoiceField(choices=Message.Status.choices)


class HoldForm(forms.Form):
    """Whether the message is put on hold."""

    is_held = forms.TypedChoiceField(choices=[("yes", "yes"), ("no", "no")], coerce=lambda value: value == "yes")


class ContactForm(forms.Form):
    """How the user answered the sender."""

    kind = forms.ChoiceField(choices=Contact.Kind.choices)


class ReminderForm(forms.Form):
    """The day of the reminder (empty: no reminder)."""

    day = forms.DateField(required=False)

    def clean_day(self) -> datetime.date | None:
        """Return the day. Raises `ValidationError` if it is in the past or more than a year ahead."""
        day, today = self.cleaned_data["day"], timezone.localdate()
        if day and not today <= day <= today + MAXIMUM_REMINDER:
            raise forms.ValidationError("not within a year")
        return day


class NoteForm(forms.Form):
    """The text of a note."""

    text = forms.CharField(max_length=MAXIMUM_NOTE_LENGTH)


class ActionView(DeskViewMixin, View):
    """Change a message, and show that it was changed or why it was not."""

    permission = "change"
    http_method_names = ["post", "options"]
    form_class: type[forms.Form] = forms.Form

    def post(self, request: HttpRequest, pk: int) -> HttpResponseRedirect:
        """Perform the action and redirect to the message. Raises `Http404` if there is no such message."""
        message = get_object_or_404(Message.objects.only("reference"), pk=pk)
        form = self.form_class(request.POST)
        user = cast(AbstractBaseUser, request.user)  # has the permission, so is not anonymous
        if not form.is_valid():
            messages.error(request, _("Nothing was changed: %(reason)s") % {"reason": self.invalid_reason()})
        else:
            try:
                messages.success(request, self.perform(message, user, **form.cleaned_data))
            except actions.StaleError as error:
                messages.error(request, str(error))
        request.session[RETURNING_TO] = pk
        return HttpResponseRedirect(reverse("desk:message", args=[pk]))

    def perform(self, message: Message, user: AbstractBaseUser, **values: Any) -> str:
        """Change the message and return a sentence that says so. `values` are the form's. Raises `StaleError`."""
        raise NotImplementedError

    def invalid_reason(self) -> str:
        """Return what is wrong with the form, without repeating what the user typed."""
        return _("choose one of the choices.")


class TakeView(ActionView):
    """Make the user the owner."""

    def perform(self, message: Message, user: AbstractBaseUser) -> str:
        actions.take(message, user)
        return _("The message is yours now.")


class ReleaseView(ActionView):
    """Remove the owner."""

    form_class = ReleaseForm

    def perform(self, message: Message, user: AbstractBaseUser, seen_owner: AbstractBaseUser) -> str:
        actions.release(message, user, seen_owner)
        return _("The message has no owner now. Anyone at the front desk can take it.")


class HandOverView(ActionView):
    """Make another user the owner."""

    form_class = HandOverForm

    def perform(
        self, message: Message, user: AbstractBaseUser, seen_owner: AbstractBaseUser | None, to: AbstractBaseUser
    ) -> str:
        actions.hand_over(message, user, seen_owner, to)
        return _("The message is with %(colleague)s now.") % {"colleague": get_user_display_name(to)}


class StatusView(ActionView):
    """Set the status."""

    form_class = StatusForm

    def perform(self, message: Message, user: AbstractBaseUser, status: str, seen_status: str) -> str:
        actions.set_status(message, user, seen_status, status)
        return _("The status is “%(status)s” now.") % {"status": Message.Status(status).label}


class HoldView(ActionView):
    """Put the message on hold, so that it is not deleted, or lift the hold."""

    form_class = HoldForm

    def perform(self, message: Message, user: AbstractBaseUser, is_held: bool) -> str:
        actions.set_hold(message, user, is_held)
        return _("The message is on hold: it is not deleted.") if is_held else _("The hold is lifted.")


class ContactView(ActionView):
    """Save how the user answered the sender."""

    form_class = ContactForm

    def perform(self, message: Message, user: AbstractBaseUser, kind: str) -> str:
        actions.record_contact(message, user, kind)
        return _("Saved: %(contact)s.") % {"contact": Contact.Kind(kind).label}


class ReminderView(ActionView):
    """Set or remove the day from which the message is at the top of the list."""

    form_class = ReminderForm

    def perform(self, message: Message, user: AbstractBaseUser, day: datetime.date | None) -> str:
        actions.set_reminder(message, user, day)
        if not day:
            return _("The reminder is removed.")
        return _("The message is at the top of the list from %(day)s on.") % {"day": date_format(day, "WEEKDAY_FORMAT")}

    def invalid_reason(self) -> str:
        return _("choose a day from today on, within a year.")


class NoteView(ActionView):
    """Add a note."""

    form_class = NoteForm

    def perform(self, message: Message, user: AbstractBaseUser, text: str) -> str:
        actions.add_note(message, user, text)
        return _("The note is added.")

    def invalid_reason(self) -> str:
        maximum = f"{MAXIMUM_NOTE_LENGTH:,}"
        return _("a note has at least one word and at most %(maximum)s characters.") % {"maximum": maximum}
