"""A Gunicorn worker in which Waitress reads requests and writes responses (decision 0027).

Waitress reads all connections in one thread. When a request is complete, one of the threads that run the site answers
it, and the response is written from memory. So a slow client occupies a connection, and no thread. Gunicorn starts,
watches and restarts the processes.
"""

import fcntl
import os
import resource
import socket
import time
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, TextIO
from urllib.parse import quote

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer, UnixWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher, WSGITask
from waitress.utilities import RequestEntityTooLarge

from ioipm.encrypted_body import EncryptedBody

MAXIMUM_CONNECTIONS = 2000  # of a process, if the system allows so many open files
OTHER_FILES = 200  # open files that are not connections
MAXIMUM_HEADER_BYTES = 32 * 1024
MAXIMUM_BODY_BYTES = 401 * 1024 * 1024  # a little more than the site reads, so that the site itself refuses more
SECONDS_FOR_HEADERS = 30
SECONDS_FOR_REQUEST = 60 * 60  # 20 MB at 6 kB/s
SECONDS_WITHOUT_DATA = 75
SECONDS_TO_READ_ON = 10
SECONDS_FOR_FIRST_BYTES = 2  # for which a stopping process keeps a new connection over which nothing has come yet
SECONDS_TO_LET_LOAD = 3  # for which a process waits while another one loads the site
BYTES_TO_HOLD = 4 * 1024 * 1024  # of a response in parts, before its thread waits for the client


class BufferingWorker(Worker):
    """Serve the site until Gunicorn stops the worker, or until it has answered `max_requests` requests."""

    def load_wsgi(self) -> None:
        """Load the site, after the process that is loading it now: so the first one can answer sooner."""
        with open(__file__) as file:
            end = time.monotonic() + SECONDS_TO_LET_LOAD
            while not _lock(file) and time.monotonic() < end:
                time.sleep(0.05)
            super().load_wsgi()

    def run(self) -> None:
        connections = _allow_connections(MAXIMUM_CONNECTIONS)
        adjustments = Adjustments(
            asyncore_use_poll=True,
            channel_timeout=SECONDS_WITHOUT_DATA,
            cleanup_interval=1,
            clear_untrusted_proxy_headers=False,  # Django reads X-Forwarded-For and X-Forwarded-Proto itself
            connection_limit=2 * connections,  # never reached: see `_Server.handle_accept`
            ident=None,
            max_request_body_size=MAXIMUM_BODY_BYTES,
            max_request_header_size=MAXIMUM_HEADER_BYTES,
            outbuf_high_watermark=BYTES_TO_HOLD,
            outbuf_overflow=4 * BYTES_TO_HOLD,  # never reached, so that no response is written to a disk
            threads=self.cfg.threads,
        )
        dispatcher, channels = ThreadedTaskDispatcher(), {}
        dispatcher.set_thread_count(self.cfg.threads)
        servers = [_listen(self, listener, channels, dispatcher, adjustments, connections) for listener in self.sockets]
        while self.alive and self._has_parent():
            self._serve(channels)
        for server in servers:
            server.accepting = False
        end = time.monotonic() + self.cfg.graceful_timeout
        while time.monotonic() < end and any(server.close_idle_channels() for server in servers):
            self._serve(channels)
        dispatcher.shutdown(timeout=1)

    def _serve(self, channels: dict[int, Any]) -> None:
        self.notify()
        wasyncore.loop(timeout=1, use_poll=True, map=channels, count=1)

    def _has_parent(self) -> bool:
        return self.ppid == os.getppid()

    def record(self, task: "_Task | _ErrorTask") -> None:
        """Log a response, and stop the worker after `max_requests` responses."""
        method = getattr(task.request, "command", "") or "-"
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": quote(getattr(task.request, "path", "") or "-", safe="/", encoding="latin-1"),
            "RAW_URI": "",
            "SERVER_PROTOCOL": f"HTTP/{task.version}",
        }
        sent = 0 if method == "HEAD" else task.content_length or task.content_bytes_written
        response = SimpleNamespace(status=task.status, sent=sent, headers=[])
        duration = timedelta(seconds=time.time() - task.start_time)
        self.log.access(response, SimpleNamespace(headers=[]), environ, duration)
        self.nr += 1
        if self.nr == self.max_requests:
            self.log.info("Autorestarting worker after current request.")
            self.alive = False


class _Task(WSGITask):
    """Run the site for one request, and log the response."""

    _may_close = True

    def service(self) -> None:
        worker = self.channel.server.worker
        try:
            super().service()
        finally:
            worker.record(self)

    def start(self) -> None:
        super().start()
        if not self.channel.server.worker.alive:
            self.set_close_on_finish()

    def build_response_header(self) -> bytes:
        """Return the header. Waitress would close the connection after each 304, because it has no Content-Length."""
        is_last = self.close_on_finish or self.request.headers.get("CONNECTION", "").lower() == "close"
        self._may_close = self.has_body or self.version == "1.0" or is_last
        header = super().build_response_header()
        self._may_close = True
        return header

    def set_close_on_finish(self) -> None:
        if self._may_close:
            super().set_close_on_finish()


class _ErrorTask(ErrorTask):
    """Answer a request that is not valid HTTP, and log the response."""

    def service(self) -> None:
        try:
            super().service()
        finally:
            self.channel.server.worker.record(self)


class _Parser(HTTPRequestParser):
    """Parse a request, and keep its body encrypted, because large bodies are written to a temporary file."""

    def __init__(self, adj: Adjustments) -> None:
        super().__init__(adj)
        self.begun_at = time.time()

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.body_rcv is not None:
            self.body_rcv.buf = EncryptedBody()


class _Channel(HTTPChannel):
    """A connection. Unlike Waitress, it lets the site answer a request that ends early or is too large."""

    request: "_Parser | None"
    task_class = _Task
    parser_class = _Parser
    must_read_on = False  # whether the client may still be sending when the response is written
    reads_on_until = 0.0  # time until which the rest of a refused request is read and discarded

    def error_task_class(self, channel: HTTPChannel, request: _Parser) -> "_Task | _ErrorTask":
        """Return the task for a request with an error; the site itself answers one that is too large."""
        self.must_read_on = True
        if not isinstance(request.error, RequestEntityTooLarge):
            return _ErrorTask(channel, request)
        request.headers["CONNECTION"] = "close"
        request.headers["CONTENT_LENGTH"] = str(max(request.content_length, MAXIMUM_BODY_BYTES))
        return _Task(channel, request)

    def readable(self) -> bool:
        return bool(self.reads_on_until) or super().readable()

    def handle_read(self) -> None:
        try:
            data = self.socket.recv(self.adj.recv_bytes)
        except BlockingIOError:
            return
        except OSError:
            self.handle_close()
            return
        if self.reads_on_until:
            if not data:
                self.handle_close()
        elif data:
            self.last_activity = time.time()
            self.received(data)
        elif self.request and self.request.body_rcv is not None and not self.requests and self.server.worker.alive:
            self._answer_cut_off(self.request)
        else:
            self.handle_close()

    def _answer_cut_off(self, request: _Parser) -> None:
        """Pass a request on whose body ended early: the site refuses it, and the client may still read why."""
        with self.requests_lock:
            self.request = None
            request.completed = True
            request.headers["CONNECTION"] = "close"
            if request.chunked:
                request.headers["CONTENT_LENGTH"] = str(len(request.body_rcv) + 1)
            self.requests.append(request)
        self.server.add_task(self)

    def handle_close(self) -> None:
        """Close the connection; after a refused request, first read on for `SECONDS_TO_READ_ON`.

        If the server closes a connection while the client is still sending, the client may lose the response (RFC 9112,
        section 9.6).
        """
        if self.must_read_on and not self.reads_on_until and self.connected:
            try:
                self.socket.shutdown(socket.SHUT_WR)
            except OSError:
                pass
            else:
                self.reads_on_until = time.time() + SECONDS_TO_READ_ON
                self.will_close = self.close_when_flushed = False
                return
        super().handle_close()

    def may_bring_request(self, now: float) -> bool:
        """Return whether a request may be under way, which would fail if the connection was closed now."""
        if self.last_activity == self.creation_time and now < self.creation_time + SECONDS_FOR_FIRST_BYTES:
            return True
        try:
            return bool(self.socket.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
        except OSError:
            return False

    def is_overdue(self, now: float) -> bool:
        """Return whether the client took longer than it may for what it is doing."""
        if self.reads_on_until:
            return now > self.reads_on_until
        if not self.request:
            return False
        seconds = SECONDS_FOR_REQUEST if self.request.headers_finished else SECONDS_FOR_HEADERS
        return now > self.request.begun_at + seconds


class _ServerMixin:
    """A listening socket of the worker."""

    channel_class = _Channel
    worker: BufferingWorker
    maximum_connections: int
    active_channels: dict[int, Any]

    def handle_accept(self) -> None:
        """Accept a connection; if there are too many, close the one that was idle for the longest time."""
        if len(self.active_channels) >= self.maximum_connections:
            waiting = [channel for channel in self.active_channels.values() if not channel.requests]
            if waiting:
                min(waiting, key=lambda channel: channel.last_activity).will_close = True
        super().handle_accept()  # type: ignore[misc]  # of Waitress

    def maintenance(self, now: float) -> None:
        super().maintenance(now)  # type: ignore[misc]  # of Waitress
        for channel in self.active_channels.values():
            if channel.is_overdue(now):
                channel.will_close = True

    def close_idle_channels(self) -> bool:
        """Close the connections without a request; return whether any are left."""
        now = time.time()
        for channel in self.active_channels.values():
            is_idle = not channel.requests and not channel.request and not channel.total_outbufs_len
            if is_idle and not channel.may_bring_request(now):
                channel.will_close = True
        return bool(self.active_channels)


class _TcpServer(_ServerMixin, TcpWSGIServer):
    pass


class _UnixServer(_ServerMixin, UnixWSGIServer):
    pass


def _listen(
    worker: BufferingWorker,
    listener: Any,
    channels: dict[int, Any],
    dispatcher: ThreadedTaskDispatcher,
    adjustments: Adjustments,
    connections: int,
) -> "_TcpServer | _UnixServer":
    sock = listener.sock
    server_class = _UnixServer if sock.family == socket.AF_UNIX else _TcpServer
    server = server_class(
        worker.wsgi,
        channels,
        True,
        sock,
        dispatcher,
        adjustments,
        (sock.family, sock.type, sock.proto, sock.getsockname()),
        bind_socket=False,
    )
    server.worker, server.maximum_connections = worker, connections
    return server


def _lock(file: TextIO) -> bool:
    """Lock the file until it is closed; return whether no other process has locked it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _allow_connections(wanted: int) -> int:
    """Allow the process to open so many connections, as far as the system permits; return the number."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = wanted + OTHER_FILES if hard == resource.RLIM_INFINITY else min(wanted + OTHER_FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return max(allowed - OTHER_FILES, 50)
