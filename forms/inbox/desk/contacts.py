"""How the front desk answered a message, as the list and the message show it."""

from typing import Any

from wagtail.admin.utils import get_user_display_name

from forms.inbox.models import Contact


def contact_facts(contact: Contact) -> dict[str, Any]:
    """Return how, when and by whom the sender was answered."""
    user = get_user_display_name(contact.made_by) if contact.made_by else "–"
    return {"kind": contact.get_kind_display(), "user": user, "made_at": contact.made_at}
