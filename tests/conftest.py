"""Fixtures for all tests. The database, for tests that ask for it, holds the site as `make seed` builds it."""

import datetime
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.signals import setting_changed
from django.db import transaction
from django.dispatch import receiver
from django.test import Client, override_settings
from django.utils import timezone, translation
from wagtail.models import Page, Site

from pages.models import ConditionPage, TreatmentPage
from pages.site_version import use_version
from tests.factories import items, make_condition, publish, section
from tests.reviews import sign
from tests.sample import IS_WHOLE
from tests.saved_site import (
    close_test_database,
    database_for_processes,
    open_seeded_database,
    open_translated_database,
    restore_seeded_database,
)

VERSIONS = count(1)
# Fixtures that take long to set up, once for all tests of a file.
SHARED_IN_A_FILE = {"module_database", "spanish_site", "own_database", "new_database"}


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    """Leave out the tests that are marked `slow`, unless all tests run (`WHOLE=1`) or the command chooses some."""
    everything = [Path(argument).name for argument in config.args] == config.getini("testpaths")
    if everything and not IS_WHOLE and not config.option.markexpr and not config.option.keyword:
        config.option.markexpr = "not slow"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark the tests that use a database, and those in `tests/browser/`, which need a browser too; run these last.

    A test that is marked `writes` commits its changes, because the threads of the server must see them. pytest-django
    runs such tests before those that use no database, some of which copy the test database. So the order is set
    after pytest-django has set its own. Tests without a database come first: while one process builds the seeded site,
    the others run these.

    Tests of a file that share a database run in one process, so that it is set up once.
    """
    for item in items:
        if SHARED_IN_A_FILE & {*item.fixturenames}:
            item.add_marker(pytest.mark.xdist_group(item.path.name))
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=bool(item.get_closest_marker("writes"))))
            # A browser on a busy machine can miss a time limit. A test that fails three times has found a mistake.
            item.add_marker(pytest.mark.flaky(reruns=2))
        if item.get_closest_marker("django_db") or "django_db_setup" in item.fixturenames:
            item.add_marker(pytest.mark.database)
    yield
    items.sort(key=lambda item: ("tests/browser/" in item.nodeid, bool(item.get_closest_marker("database"))))


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """Open a copy of the seeded site, for the tests that ask for a database; what a test changes is rolled back."""
    with django_db_blocker.unblock():
        open_seeded_database()
    yield
    with django_db_blocker.unblock():
        close_test_database()


@pytest.fixture(scope="module")
def module_database(django_db_setup, django_db_blocker, tmp_path_factory):
    """Open a transaction around all tests of a module, so that module fixtures can write data for each test.

    Each test still rolls back its own changes. The transaction is rolled back after the last test of the module.
    """
    with (
        django_db_blocker.unblock(),
        override_settings(VAR_DIR=tmp_path_factory.mktemp("var")),
        translation.override("en"),
        transaction.atomic(),
    ):
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def spanish_site(django_db_setup, django_db_blocker):
    """Let the tests of a module use the seeded site with its Spanish pages. Other tests have the English pages only."""
    with django_db_blocker.unblock():
        open_translated_database()
    yield
    with django_db_blocker.unblock():
        restore_seeded_database()


@pytest.fixture(scope="module")
def own_database(tmp_path_factory, django_db_setup, django_db_blocker):
    """A copy of the seeded site that other processes can open: yields their folder and environment variables."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "var").mkdir()
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            variables = stack.enter_context(database_for_processes(folder / "var"))
        yield folder, variables
        with django_db_blocker.unblock():
            stack.close()


@pytest.fixture(autouse=True)
def in_english():
    """Activate English before each test, because another test may have activated Spanish."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def empty_cache():
    """Empty the cache before each test."""
    cache.clear()


@pytest.fixture(autouse=True)
def own_version():
    """Begin each test with a version of the site that no other test has, so that nothing kept in memory is used."""
    use_version(next(VERSIONS))


@receiver(setting_changed)
def forget_what_is_kept(**signal):
    """Use nothing that was kept with other settings: those of a running site do not change."""
    use_version(next(VERSIONS))


@pytest.fixture(autouse=True)
def private(settings, tmp_path):
    """Set a separate folder for patients' files for each test and return it; it is created with the first file."""
    folder = tmp_path / "private"
    storage = {"BACKEND": "forms.inbox.storage.PatientFileStorage", "OPTIONS": {"location": folder}}
    settings.STORAGES = settings.STORAGES | {"patient_files": storage}
    return folder


@pytest.fixture(autouse=True)
def own_phone_file(settings, tmp_path):
    """Set a separate VAR_DIR for each test, so that no test writes into that of the developer's site."""
    settings.VAR_DIR = tmp_path


@pytest.fixture
def home(db):
    """The English home page."""
    return Site.objects.get(is_default_site=True).root_page.specific


@pytest.fixture
def mid_back_pain(db):
    """The condition whose text the clinic wrote, with every section."""
    return ConditionPage.objects.get(slug="mid-back-pain", locale__language_code="en")


@pytest.fixture
def trigger_point_injections(db):
    """A treatment that Mid-Back Pain links to."""
    return TreatmentPage.objects.get(slug="trigger-point-injections", locale__language_code="en")


@pytest.fixture
def editor(django_user_model):
    """A user who may edit and publish every page."""
    return django_user_model.objects.create_superuser("editor", "editor@example.com", "a long password")


@pytest.fixture
def editor_client(editor):
    """A test client in which the editor is logged in."""
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def page_at(db):
    """Return a function that returns the page at a path below home, as its specific type."""

    def find(path):
        return Page.objects.get(url_path=f"/home/{path}/").specific

    return find


@pytest.fixture(scope="module")
def signed_in_module(module_database):
    """A published condition with a review, created once for all tests of a module."""
    causes = section("causes", heading="Causes", introduction="", items=items({"term": "Ice", "description": "Cold."}))
    text = section("text_section", heading="More", text="<p>Warm up <strong>slowly</strong>, and rest.</p>")
    return publish(sign(make_condition("Cold Feet", other_names="Chilly toes", body=[causes, text])))


@pytest.fixture
def signed(signed_in_module, db):
    """A published condition with a review, with its values from the database."""
    return ConditionPage.objects.get(pk=signed_in_module.pk)


@pytest.fixture
def outbox(settings):
    """Send mails to the outbox, as in production."""
    settings.EMAIL_BACKEND = "forms.outbox.queue.OutboxBackend"


@pytest.fixture
def mail_server(settings, outbox):
    """A running mail server that receives the mails of the outbox."""
    from tests.services import MailServer  # imports a server, which most tests do not need

    server = MailServer().start()
    settings.DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
    yield server
    server.stop()


class Clock:
    """The current time, which a test can move forward."""

    def __init__(self, now):
        self._now = now
        self.ahead = datetime.timedelta()

    def now(self):
        """Return the current time, as `timezone.now` does."""
        return self._now() + self.ahead

    def move(self, **span):
        """Move forward by a `timedelta` with these arguments."""
        self.ahead += datetime.timedelta(**span)

    def move_to(self, moment):
        """Move forward to a moment; do nothing if it has passed."""
        self.ahead += max(moment - self.now(), datetime.timedelta())


@pytest.fixture
def clock(monkeypatch):
    """A clock that replaces `timezone.now`, so that a test can move time forward."""
    clock = Clock(timezone.now)
    monkeypatch.setattr(timezone, "now", clock.now)
    return clock


@pytest.fixture
def log_in(django_user_model):
    """Return a function that returns a test client in which a new user of these groups is logged in."""

    def member(*groups, name="somebody"):
        user = django_user_model.objects.create_user(name, password="a long password")
        user.groups.set(Group.objects.filter(name__in=groups))
        client = Client()
        client.force_login(user)
        client.user = user
        return client

    return member


@pytest.fixture
def desk(log_in):
    """A test client in which a user of the front desk is logged in."""
    return log_in("Front desk", name="dana")
