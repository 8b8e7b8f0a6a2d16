"""`manage.py prepare` runs and prints each missing step, and changes nothing on a prepared site."""

import re
import socket
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.home.test_seed import state
from tests.services import free_port

pytestmark = pytest.mark.sql


def prepare(**options):
    out = StringIO()
    call_command("prepare", stdout=out, **options)
    return out.getvalue()


def test_first_user_is_created_once_and_can_log_in(client, django_user_model):
    printed = prepare(port=free_port())
    name, password = re.search(r"user +(\S+)\n +password +(\S+)\n", printed).groups()
    assert "/admin/" in printed
    assert "make password" in printed
    assert client.login(username=name, password=password)
    assert prepare(port=free_port()) == ""
    assert django_user_model.objects.count() == 1


def test_prepared_site_is_not_changed(editor):
    before = state()
    assert prepare() == ""
    assert state() == before


def test_taken_port_is_reported_before_anything_is_changed(django_user_model):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} is taken. Choose another: make run PORT={port + 1}"):
            prepare(port=port)
    assert not django_user_model.objects.exists()


def test_invalid_port_is_reported():
    with pytest.raises(CommandError, match="There is no port 99999"):
        prepare(port=99999)
