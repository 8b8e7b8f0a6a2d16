"""What the buttons on a message do. Each takes a POST and leads back to the message."""

from django import forms
from django.contrib.auth import get_user_model
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name

from forms.inbox.desk import actions
from forms.inbox.desk.permissions import DeskViewMixin, colleagues
from forms.inbox.desk.views.message import SEEN
from forms.inbox.models import Message

LONGEST_NOTE = 5000


class SeenOwnerForm(forms.Form):
    """Who the owner was on the page that the person saw."""

    seen_owner = forms.ModelChoiceField(get_user_model()._default_manager.all(), required=False)


class ReleaseForm(forms.Form):
    """Who is to be the owner no more."""

    seen_owner = forms.ModelChoiceField(get_user_model()._default_manager.all())


class HandOverForm(SeenOwnerForm):
    """Which colleague is to be the owner."""

    to = forms.ModelChoiceField(None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues()  # type: ignore[attr-defined]  # a ModelChoiceField


class StatusForm(forms.Form):
    """The status that is to be, and the one the person saw."""

    status = forms.ChoiceField(choices=Message.Status.choices)
    seen_status = forms.ChoiceField(choices=Message.Status.choices)


class HoldForm(forms.Form):
    """Whether the message is to be on hold."""

    is_held = forms.TypedChoiceField(choices=[("yes", "yes"), ("no", "no")], coerce=lambda value: value == "yes")


class NoteForm(forms.Form):
    """A note."""

    text = forms.CharField(max_length=LONGEST_NOTE)


class ActionView(DeskViewMixin, View):
    """Does one thing with a message, and says that it is done, or why not."""

    permission = "change"
    http_method_names = ["post", "options"]
    form_class = forms.Form

    def post(self, request, pk):
        """Do it and redirect; 404 where there is no such message."""
        message = get_object_or_404(Message.objects.only("reference"), pk=pk)
        form = self.form_class(request.POST)
        if not form.is_valid():
            messages.error(request, _("Nothing was changed: %(reason)s") % {"reason": self.what_is_wrong(form)})
        else:
            try:
                messages.success(request, self.act(message, request.user, **form.cleaned_data))
            except actions.StaleError as error:
                messages.error(request, str(error))
        request.session[SEEN] = pk
        return HttpResponseRedirect(reverse("desk:message", args=[pk]))

    def act(self, message, user, **values):
        """Do it and return a sentence that says so; raises `StaleError`."""
        raise NotImplementedError

    def what_is_wrong(self, form):
        """Say what is missing, without repeating what was typed."""
        return _("choose one of the choices.")


class TakeView(ActionView):
    """Makes whoever asks the owner."""

    def act(self, message, user):
        actions.take(message, user)
        return _("The message is yours now.")


class ReleaseView(ActionView):
    """Lets the owner go."""

    form_class = ReleaseForm

    def act(self, message, user, seen_owner):
        actions.release(message, user, seen_owner)
        return _("The message is nobody's now, and waits for somebody to take it.")


class HandOverView(ActionView):
    """Makes a colleague the owner."""

    form_class = HandOverForm

    def act(self, message, user, seen_owner, to):
        actions.hand_over(message, user, seen_owner, to)
        return _("The message is with %(colleague)s now.") % {"colleague": get_user_display_name(to)}


class StatusView(ActionView):
    """Sets the status."""

    form_class = StatusForm

    def act(self, message, user, status, seen_status):
        actions.set_status(message, user, seen_status, status)
        return _("The status is “%(status)s” now.") % {"status": Message.Status(status).label}


class HoldView(ActionView):
    """Keeps the message from being deleted, or lifts that."""

    form_class = HoldForm

    def act(self, message, user, is_held):
        actions.set_hold(message, user, is_held)
        return _("The message is on hold: it is not deleted.") if is_held else _("The hold is lifted.")


class NoteView(ActionView):
    """Adds a note."""

    form_class = NoteForm

    def act(self, message, user, text):
        actions.add_note(message, user, text)
        return _("The note is added.")

    def what_is_wrong(self, form):
        """A note that is empty or too long."""
        most = f"{LONGEST_NOTE:,}"
        return _("a note has at least one word and at most %(most)s characters.") % {"most": most}
