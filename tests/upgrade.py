"""Load a site of an earlier version, migrate it, and print its data as JSON: `python -m tests.upgrade`.

`tests/data/upgrade/` holds a site of the first version that clinics used: `site.json.gz` is what Django's `dumpdata`
wrote (without sessions, sign-in attempts and the search index), `private/` holds the patients' files, and
`expected.json.gz` holds what that version returned for its messages, mails, subscribers and pages. Staff had edited
pages, translated some, and deleted a form. Patients had sent messages in both languages. `tests/ioipm/test_upgrade.py`
runs this module in a separate process.
"""

import gzip
import hashlib
import json
import shutil
import sys
from pathlib import Path

import django

DATA = Path(__file__).parent / "data" / "upgrade"
# The last migrations of our apps in that version.
OLD = {"home": "0002_add_search_words", "pages": "0006_add_newsletter_offer", "search": "0001_keep_index_ready"}
OLD["site_forms"] = "0002_say_what_fields_are_for"
KEYS = ["upgrade-test-key-2", "upgrade-test-key-1"]


def load_old_site() -> None:
    """Migrate an empty database to the old version and fill it."""
    from django.contrib.contenttypes.models import ContentType
    from django.core import serializers
    from django.core.serializers import python as python_serializer
    from django.db import connection, transaction
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    third_party = [node for node in executor.loader.graph.leaf_nodes() if node[0] not in {*OLD, "worker"}]
    state = executor.migrate([*third_party, *OLD.items()])
    old_apps = executor.loader.project_state([*third_party, *OLD.items()]).apps if state is None else state.apps
    # Wagtail's FormMixin reads the template's name, which the model of a migration does not have.
    old_apps.get_model("site_forms", "FormPage").template = "forms/form_page.html"
    current_apps, python_serializer.apps = python_serializer.apps, old_apps
    try:
        with transaction.atomic(), connection.constraint_checks_disabled():
            not_emptied = ("django_migrations", "wagtailsearch_")
            tables = [table for table in connection.introspection.table_names() if not table.startswith(not_emptied)]
            for statement in connection.ops.sql_flush(_no_style(), tables, allow_cascade=True):
                connection.cursor().execute(statement)
            rows = json.loads(gzip.decompress((DATA / "site.json.gz").read_bytes()))
            for row in serializers.deserialize("python", rows):
                row.save(save_m2m=True)
            for statement in connection.ops.sequence_reset_sql(_no_style(), old_apps.get_models()):
                connection.cursor().execute(statement)
    finally:
        python_serializer.apps = current_apps
    ContentType.objects.clear_cache()


def _no_style() -> object:
    from django.core.management.color import no_style

    return no_style()


def describe() -> dict:
    """Return the data of the site in the format of `expected.json.gz`."""
    from wagtail.models import Page

    from forms.inbox.files.store import open_quarantined
    from forms.models import KnownField, Mail, Message, Subscriber
    from ioipm.worker.models import Heartbeat

    return {
        "messages": {
            message.reference: {
                "answers": message.answers,
                "status": message.status,
                "verification": message.verification,
                "is_held": message.is_held,
                "language": message.language,
                "form": message.form.name,
                "form_key": str(message.form.key),
                "sent_at": message.sent_at.isoformat(timespec="milliseconds"),
                "owner": message.owner and message.owner.username,
                "retention": message.form.retention_days,
                "notes": [note.text for note in message.notes.all()],
                "files": {
                    file.name: {
                        "sha256": hashlib.sha256(open_quarantined(file)).hexdigest(),
                        "verdict": file.verdict,
                    }
                    for file in message.attachments.all()
                },
            }
            for message in Message.objects.all()
        },
        "mails": sorted(
            (
                [mail.state, mail.content["to"], mail.content["subject"], mail.message and mail.message.reference]
                for mail in Mail.objects.all()
            ),
            key=str,
        ),
        "subscribers": sorted([one.email, one.status, one.language, one.token] for one in Subscriber.objects.all()),
        "known_fields": sorted(
            [str(field.form.key), field.key, field.label, field.is_removed]
            for field in KnownField.objects.select_related("form")
        ),
        "heartbeats": sorted(Heartbeat.objects.values_list("job", flat=True)),
        "pages": {
            page.url_path: [
                page.live,
                page.latest_revision.content.get("introduction") if page.latest_revision else None,
            ]
            for page in Page.objects.filter(depth__gte=2)
        },
    }


def main() -> None:
    """Load the old site, migrate it, print its data and four pages as the new version returns them; seed it twice.

    Then staff publish the home page again, which they had edited in the old version.
    """
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    load_old_site()
    shutil.copytree(DATA / "private", Path(settings.VAR_DIR) / "private", dirs_exist_ok=True)
    call_command("migrate", verbosity=0)
    html = {path: _get(path) for path in ("/", "/es/", "/contact-us/", "/notice-of-privacy-practices/")}
    found = {"site": describe(), "sources": sources(), "html": html}
    found |= {"seed": [seed(), seed()], "seeded_site": describe(), "seeded_home": _get("/")}
    publish_home_again()
    json.dump(found | {"published_home": _get("/")}, sys.stdout)


def publish_home_again() -> None:
    """Publish the draft of the home page that the editor shows. Raises `ValidationError` if the editor would."""
    from home.models import HomePage

    draft = HomePage.objects.get(locale__language_code="en").get_latest_revision_as_object()
    draft.full_clean()
    draft.save_revision().publish()


def old_home_texts() -> list[str]:
    """Return the texts of the English home page in the old site: heading, introduction, ways in and first section."""
    rows = json.loads(gzip.decompress((DATA / "site.json.gz").read_bytes()))
    home = next(row["fields"] for row in rows if row["model"] == "home.homepage")
    ways_in = [block["value"]["text"] for block in json.loads(home["ways_in"])]
    section = json.loads(home["body"])[0]["value"]
    terms = [text for item in section["items"] for text in item["value"].values()]
    return [home["hero_heading"], *home["introduction"].split("\n\n"), *ways_in, section["heading"], *terms]


def seed() -> dict[str, str]:
    """Run the seed; return what it did with each page, by the page's path."""
    from home.management.commands.seed import CONTENT
    from home.seed.files import read_content
    from home.seed.seeder import Seeder

    return {step.content.path: step.action.name for step in Seeder(read_content(CONTENT)).run()}


def sources() -> dict[str, list[str]]:
    """Return the addresses of the sources of each page, by the page's key."""
    from pages.models.sources import SourcesMixin
    from pages.page_types import page_types

    return {
        str(page.pk): [block.value.url for block in page.sources]
        for model in page_types(SourcesMixin)
        for page in model.objects.all()
    }


def old_sources() -> dict[str, list[str]]:
    """Return the same from the data of the old site, which stored name and address with each page."""
    rows = json.loads(gzip.decompress((DATA / "site.json.gz").read_bytes()))
    return {
        str(row["pk"]): [block["value"]["url"] for block in json.loads(row["fields"]["sources"])]
        for row in rows
        if "sources" in row["fields"]
    }


def _get(path: str) -> str:
    from django.test import Client

    response = Client().get(path)
    return response.content.decode() if response.status_code == 200 else str(response.status_code)


if __name__ == "__main__":
    main()
