"""The two groups a new site begins with. Nobody in them may add or change users."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from wagtail.log_actions import log
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, ModelLogEntry, Page

CREATED = "wagtail.create"
ADMIN = "wagtailadmin.access_admin"
OF_IMAGES_AND_DOCUMENTS = [
    f"wagtail{kind}s.{action}_{name}"
    for kind, name in (("image", "image"), ("doc", "document"))
    for action in ("add", "change", "choose", "delete")
]

# Deleting a message is left to whoever the clinic names: the purge deletes in time, and what was deleted by
# mistake is gone.
FRONT_DESK = [ADMIN, *(f"site_forms.{action}_message" for action in ("view", "change", "export"))]
MARKETING = [
    ADMIN,
    "wagtail_localize.submit_translation",
    *(f"wagtailredirects.{action}_redirect" for action in ("add", "change", "delete", "view")),
]
MARKETING_ON_PAGES = [f"wagtailcore.{action}_page" for action in ("add", "change", "publish", "lock", "unlock")]


def create_groups():
    """Make the groups *Marketing* and *Front desk*, each once: what staff change, rename or delete stays so."""
    _make("Marketing", MARKETING, on_pages=MARKETING_ON_PAGES, on_collections=OF_IMAGES_AND_DOCUMENTS)
    _make("Front desk", FRONT_DESK)


@transaction.atomic
def _make(name, permissions, on_pages=(), on_collections=()):
    if Group.objects.filter(name=name).exists() or _was_made(name):
        return
    group = Group.objects.create(name=name)
    group.permissions.set(_permissions(permissions))
    # On the root, so that they hold for the pages of every language.
    for permission in _permissions(on_pages):
        GroupPagePermission.objects.create(group=group, page=Page.get_first_root_node(), permission=permission)
    for permission in _permissions(on_collections):
        root = Collection.get_first_root_node()
        GroupCollectionPermission.objects.create(group=group, collection=root, permission=permission)
    log(group, CREATED)


def _was_made(name):
    """Whether the log says so: then staff have renamed or deleted it."""
    kind = ContentType.objects.get_for_model(Group)
    return ModelLogEntry.objects.filter(content_type=kind, label=name, action=CREATED).exists()


def _permissions(names):
    """The permissions of these names, such as `app.view_thing`."""
    found = Q(pk__in=[])
    for app, codename in (name.split(".") for name in names):
        found |= Q(content_type__app_label=app, codename=codename)
    return Permission.objects.filter(found)
