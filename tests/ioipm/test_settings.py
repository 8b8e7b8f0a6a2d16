"""Settings are safe by default, and production does not start while a setting is missing or unsafe."""

import re
import subprocess
from pathlib import Path

import django
import pytest
import wagtail
from django.conf import settings as test_settings

from ioipm.settings.environment import BASE_DIR, env
from ioipm.settings.safety import unsafe_settings
from tests.services import manage

GOOD = {
    "SECRET_KEY": "k3Vt9QpX7mZ2sLw8RfYc4HbNj6TgUaEd1DxOiCqWvBnMyPlKzJ0",
    "BASE_URL": "https://www.ioipm.com",
    "ALLOWED_HOSTS": "www.ioipm.com,ioipm.com",
    "MESSAGE_KEYS": "Zp8vRt3KxWq6NyLb1MdHs9JcFg4TuEaXo2QiVnBzPkYmCw7DrSjE5",
    "EMAIL_URL": "smtp+tls://user:password@localhost:587",
    "DEFAULT_FROM_EMAIL": "IPM <website@ioipm.com>",
    "PUBLISH_UNREVIEWED_SPANISH": "no",
}


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "", "SECRET_KEY is missing"),
        ("SECRET_KEY", "change-me" * 8, "SECRET_KEY is a placeholder"),
        ("SECRET_KEY", "for-development-only" * 3, "SECRET_KEY is a placeholder"),
        ("SECRET_KEY", "short", "SECRET_KEY is too simple"),
        ("SECRET_KEY", "ab" * 40, "SECRET_KEY is too simple"),
        ("BASE_URL", "", "BASE_URL is missing"),
        ("BASE_URL", "http://www.ioipm.com", "BASE_URL is http://www.ioipm.com: set it to https://"),
        ("BASE_URL", "https://www.ioipm.com/site", "BASE_URL is https://www.ioipm.com/site"),
        ("BASE_URL", "www.ioipm.com", "BASE_URL is www.ioipm.com"),
        ("ALLOWED_HOSTS", "", "ALLOWED_HOSTS is missing"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS has a wildcard"),
        ("ALLOWED_HOSTS", ".ioipm.com", "ALLOWED_HOSTS has a wildcard"),
        ("MESSAGE_KEYS", "", "MESSAGE_KEYS is missing"),
        ("MESSAGE_KEYS", f"{GOOD['MESSAGE_KEYS']},short", "MESSAGE_KEYS is too simple"),
        ("MESSAGE_KEYS", GOOD["SECRET_KEY"], "MESSAGE_KEYS holds SECRET_KEY"),
        ("EMAIL_URL", "", "EMAIL_URL is missing"),
        ("DEFAULT_FROM_EMAIL", "", "DEFAULT_FROM_EMAIL is missing"),
        ("DEFAULT_FROM_EMAIL", "webmaster@localhost", "DEFAULT_FROM_EMAIL is webmaster@localhost"),
        ("DEFAULT_FROM_EMAIL", "The clinic", "DEFAULT_FROM_EMAIL is The clinic"),
        ("PUBLISH_UNREVIEWED_SPANISH", "", "PUBLISH_UNREVIEWED_SPANISH is missing: set it to yes or no."),
        ("PUBLISH_UNREVIEWED_SPANISH", "maybe", "PUBLISH_UNREVIEWED_SPANISH is maybe: set it to yes or no."),
    ],
)
def test_missing_or_unsafe_setting_is_named(name, value, sentence):
    values = GOOD | {name: value}
    hosts, keys = ([one for one in values[name].split(",") if one] for name in ("ALLOWED_HOSTS", "MESSAGE_KEYS"))
    problems = unsafe_settings(
        values["SECRET_KEY"],
        values["BASE_URL"],
        hosts,
        values["EMAIL_URL"],
        keys,
        values["DEFAULT_FROM_EMAIL"],
        values["PUBLISH_UNREVIEWED_SPANISH"],
    )
    assert len(problems) == 1
    assert problems[0].startswith(sentence)


def test_production_does_not_start_without_its_settings(tmp_path):
    result = manage("check", tmp_path=tmp_path)
    assert result.returncode != 0
    for name in GOOD:
        assert f"- {name} is missing" in result.stderr


@pytest.mark.slow
def test_production_passes_every_deployment_check(tmp_path):
    result = manage("check", "--deploy", "--fail-level", "WARNING", tmp_path=tmp_path, BEHIND_TLS_PROXY="true", **GOOD)
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


@pytest.mark.slow
def test_production_serves_only_over_https(tmp_path):
    code = (
        "from django.conf import settings as s; print(s.DEBUG, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS, "
        "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.ALLOWED_HOSTS)"
    )
    result = manage("shell", "-v", "0", "-c", code, tmp_path=tmp_path, **GOOD)
    assert result.stdout.strip() == "False True 31536000 True True ['www.ioipm.com', 'ioipm.com']", result.stderr


@pytest.mark.slow
def test_environment_chooses_database_cache_and_bucket(tmp_path):
    code = (
        "from django.conf import settings as s; d = 'default'; "
        "print(s.DATABASES[d]['ENGINE'], s.CACHES[d]['BACKEND'], s.STORAGES[d]['BACKEND'])"
    )
    chosen = {
        "DATABASE_URL": "postgres://user@127.0.0.1:1/none",
        "CACHE_URL": "redis://127.0.0.1:1/0",
        "MEDIA_BUCKET": "media",
    }
    result = manage("shell", "-v", "0", "-c", code, tmp_path=tmp_path, **GOOD, **chosen)
    assert result.stdout.split() == [
        "django.db.backends.postgresql",
        "ioipm.cache.OptionalRedisCache",
        "ioipm.storage.BucketStorage",
    ], result.stderr


def test_example_lists_exactly_the_variables():
    example = (BASE_DIR / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)) == set(env.scheme)


@pytest.mark.slow
def test_copy_of_the_example_changes_nothing(tmp_path):
    example = (BASE_DIR / ".env.example").read_text(encoding="utf-8")
    empty = dict.fromkeys(re.findall(r"^([A-Z_]+)=$", example, re.MULTILINE), "")
    del empty["VAR_DIR"]
    result = manage("check", tmp_path=tmp_path, **(empty | GOOD))
    assert result.returncode == 0, result.stderr


def test_versions_have_no_known_vulnerabilities():
    assert wagtail.VERSION[:3] >= (7, 4, 4)
    assert wagtail.VERSION[:2] == (7, 4)
    assert django.VERSION[:3] >= (5, 2, 15)
    assert django.VERSION[:2] == (5, 2)


def test_wagtail_calls_no_other_host():
    assert test_settings.WAGTAIL_ENABLE_UPDATE_CHECK is False
    assert test_settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    assert test_settings.WAGTAILEMBEDS_FINDERS == []


def test_translations_are_not_published_automatically():
    assert test_settings.WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE is False


def test_editors_cannot_upload_svg():
    assert "svg" not in test_settings.WAGTAILIMAGES_EXTENSIONS
    assert "svg" not in test_settings.WAGTAILDOCS_EXTENSIONS


def test_no_file_names_a_path_outside_the_project():
    """The project works wherever it is cloned to."""
    own = Path(BASE_DIR)
    files = subprocess.run(["git", "ls-files"], cwd=own, capture_output=True, text=True, check=False).stdout.split()
    texts = [own / name for name in files if name.endswith((".py", ".md", ".yaml", ".html", ".css", ".js", ".toml"))]
    assert [
        file.name
        for file in texts
        if re.search(r"[\"' (]/(root|tmp|home/\w+)/", file.read_text(encoding="utf-8")) and "tests" not in file.parts
    ] == []
