"""Actions on the messages that a user has chosen in the list: take, done, spam, delete."""

from collections.abc import Callable
from typing import cast

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages

from forms.inbox.desk import actions
from forms.inbox.desk.permissions import DeskViewMixin
from forms.inbox.models import Message

MAXIMUM_CHOSEN = 100
Action = Callable[[Message, AbstractBaseUser, str], None]


def set_status(status: Message.Status) -> Action:
    """Return an action that sets the status."""
    return lambda message, user, seen_status: actions.set_status(message, user, seen_status, status)


ACTIONS: dict[str, Action] = {
    "take": lambda message, user, seen_status: actions.take(message, user),
    "done": set_status(Message.Status.DONE),
    "spam": set_status(Message.Status.SPAM),
}


class BulkView(DeskViewMixin, View):
    """Change the chosen messages. Each has the status that the user saw, as `pk:status`.

    A message that a colleague has changed since then is left as it is, and named.
    """

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Change the messages and redirect to the list."""
        chosen = self._chosen()
        if not chosen:
            messages.error(request, _("Nothing was changed: choose messages in the list first."))
            return self._to_list()
        return self.respond(chosen)

    def respond(self, chosen: list[tuple[Message, str]]) -> HttpResponse:
        """Return the response to at least one message, each with the status that the user saw."""
        raise NotImplementedError

    def perform(self, action: Action, chosen: list[tuple[Message, str]], refused: str) -> HttpResponse:
        """Perform the action on each message, report the result, and redirect to the list."""
        unchanged = []
        for message, seen_status in chosen:
            try:
                action(message, cast(AbstractBaseUser, self.request.user), seen_status)
            except actions.StaleError:
                unchanged.append(message.reference)
        if changed := len(chosen) - len(unchanged):
            messages.success(self.request, self.report(changed))
        if unchanged:
            messages.error(self.request, refused % {"references": ", ".join(unchanged)})
        return self._to_list()

    def report(self, count: int) -> str:
        """Return a sentence that says how many messages were changed."""
        return _("Messages changed: %(count)s.") % {"count": count}

    def _chosen(self) -> list[tuple[Message, str]]:
        pairs = (value.partition(":") for value in self.request.POST.getlist("chosen")[:MAXIMUM_CHOSEN])
        seen = {int(pk): status for pk, _colon, status in pairs if pk.isascii() and pk.isdigit() and len(pk) < 19}
        found = Message.objects.defer("sealed", "words").filter(pk__in=seen)
        return [(message, seen[message.pk]) for message in found]

    def _to_list(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(f"{reverse('desk:list')}?{self.request.GET.urlencode()}".rstrip("?"))


class BulkChangeView(BulkView):
    """Take the chosen messages, or set their status to done or spam."""

    permission = "change"

    def respond(self, chosen: list[tuple[Message, str]]) -> HttpResponse:
        action = ACTIONS.get(self.request.POST.get("action", ""))
        if not action:
            messages.error(self.request, _("Nothing was changed: choose one of the choices."))
            return self._to_list()
        return self.perform(action, chosen, _("Not changed, because a colleague was faster: %(references)s."))


class BulkDeleteView(BulkView):
    """Delete the chosen messages permanently, after a confirmation."""

    permission = "delete"

    def respond(self, chosen: list[tuple[Message, str]]) -> HttpResponse:
        if self.request.POST.get("confirmed"):
            refused = _("Not deleted, because of a hold: %(references)s.")
            return self.perform(lambda message, user, seen_status: actions.delete(message, user), chosen, refused)
        context = {
            "chosen": chosen,
            "query": self.request.GET.urlencode(),
            "header_title": _("Delete messages"),
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                {"url": reverse("desk:list"), "label": _("Messages")},
                {"url": "", "label": _("Delete messages")},
            ],
            "header_icon": "bin",
        }
        return TemplateResponse(self.request, "forms/desk/bulk_delete.html", context)

    def report(self, count: int) -> str:
        return _("Messages deleted: %(count)s.") % {"count": count}
