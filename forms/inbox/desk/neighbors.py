"""The list that a user last opened, kept in the session, to go from one message to the next."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from forms.inbox.models import Message
from pages.wagtail_private import FILTER_FRAGMENT_PARAMETER

LIST = "desk_list"  # the session key


def remember_list(request: HttpRequest, shown: Sequence[Message], parameters: QueryDict) -> None:
    """Keep which messages the page of the list shows, and the parameters of its URL (a search in it is encrypted)."""
    parameters = parameters.copy()
    parameters.pop(FILTER_FRAGMENT_PARAMETER, None)
    request.session[LIST] = {"pks": [message.pk for message in shown], "query": parameters.urlencode()}


def neighbors(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Return the URL of the list, and of the messages before and after this one in it ("" if there is none)."""
    listed = request.session.get(LIST, {"pks": [], "query": ""})
    url = f"{reverse('desk:list')}?{listed['query']}".rstrip("?")
    if pk not in listed["pks"]:
        return {"list_url": url, "previous_url": "", "next_url": "", "place": 0, "places": 0}
    place = listed["pks"].index(pk)
    around = {"previous_url": listed["pks"][:place][-1:], "next_url": listed["pks"][place + 1 : place + 2]}
    urls = {name: reverse("desk:message", args=found) if found else "" for name, found in around.items()}
    return {"list_url": f"{url}#message-{pk}", "place": place + 1, "places": len(listed["pks"]), **urls}
