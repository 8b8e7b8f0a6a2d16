"""What the admin gains by this app: each part registers its own."""

from forms.outbox import admin as outbox_admin

__all__ = ["outbox_admin"]
