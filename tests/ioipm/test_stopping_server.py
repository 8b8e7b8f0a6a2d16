"""A process that stops closes the connections over which no request can be under way, and no others."""

import socket

import pytest

from ioipm.buffering_worker import SECONDS_FOR_FIRST_BYTES, _Channel, _ServerMixin


@pytest.fixture
def connected(monkeypatch):
    """Return a connection of a server without requests, the client's socket, and a clock that stands still."""
    monkeypatch.setattr("ioipm.buffering_worker.time.time", lambda: 100.0)
    ours, clients = socket.socketpair()
    channel = _Channel.__new__(_Channel)
    channel.socket, channel.requests, channel.request, channel.total_outbufs_len = ours, [], None, 0
    channel.creation_time, channel.last_activity, channel.will_close = 10.0, 20.0, False
    yield channel, clients
    ours.close()
    clients.close()


def is_closed(channel):
    """Return whether a stopping server closes the connection."""
    server = _ServerMixin()
    server.active_channels = {1: channel}
    server.close_idle_channels()
    return channel.will_close


def test_idle_connection_is_closed(connected):
    assert is_closed(connected[0])


def test_connection_whose_request_has_arrived_but_is_not_read_is_kept(connected):
    channel, clients = connected
    clients.sendall(b"GET / HTTP/1.1")
    assert not is_closed(channel)


def test_new_connection_is_kept_until_a_request_can_arrive(connected):
    channel, _clients = connected
    channel.creation_time = channel.last_activity = 100.0 - SECONDS_FOR_FIRST_BYTES / 2
    assert not is_closed(channel)
    channel.creation_time = channel.last_activity = 100.0 - SECONDS_FOR_FIRST_BYTES * 2
    assert is_closed(channel)


def test_connection_with_a_request_is_kept(connected):
    channel, _clients = connected
    channel.requests = ["a request"]
    assert not is_closed(channel)
