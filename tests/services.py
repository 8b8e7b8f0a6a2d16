"""Start services on a free port for a test: a mail server, Redis, ClamAV, nginx, and a server in place of Google."""

import json
import logging
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl

from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ioipm.settings.environment import BASE_DIR

# The harmless EICAR test file (eicar.org), which virus scanners report. Split, so that they do not report this file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"


def environment(tmp_path, **variables):
    """Return the environment variables of a new process: production settings, a VAR_DIR, and `variables`."""
    own = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "ioipm.settings.production"}
    return own | {"VAR_DIR": str(tmp_path / "var")} | variables


def manage(*arguments, tmp_path, **variables):
    """Run `manage.py` in a separate process; return the completed process with its output as text."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=BASE_DIR,
        env=environment(tmp_path, **variables),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def free_port():
    """Return a port that no server uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, process, seconds=20):
    """Return once something listens on the port; raise `RuntimeError` if it never does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"Nothing listens on port {port}")


@contextmanager
def running(command, port, **options):
    """Run a server as a context manager; yield its process."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    try:
        wait_for(port, process)
        yield process
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def site_server(folder, *options, **variables):
    """Run the production server with one process, `folder` as in `own_database`; yield its port."""
    port = free_port()
    own = ["--config", "ioipm/gunicorn_conf.py", "--no-control-socket", "--workers", "1"]
    command = [sys.executable, "-m", "gunicorn", *own, "--bind", f"127.0.0.1:{port}", *options, "ioipm.wsgi"]
    variables = {"DJANGO_SETTINGS_MODULE": "ioipm.settings.dev", **variables}
    with running(command, port, cwd=BASE_DIR, env=environment(folder, **variables)):
        yield port


def redis_command(port):
    """Return the command that starts Redis without saving data, or None if Redis is not installed."""
    program = shutil.which("redis-server")
    return program and [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]


def nginx_command(folder, port, site_port, certificate_file):
    """Write our file for nginx into the folder, changed only in paths and ports; return the command that starts it."""
    text = (BASE_DIR / "deploy" / "nginx" / "ioipm.conf").read_text()
    for old, new in {
        r"listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        r"listen 80": f"listen 127.0.0.1:{free_port()}",
        r"127\.0\.0\.1:8000": f"127.0.0.1:{site_port}",
        r"/var/cache/nginx/ioipm": str(folder / "cache"),
        r"/dev/\w+/nginx-bodies": str(folder / "bodies"),
        r"ssl_certificate \S+;": f"ssl_certificate {certificate_file};",
        r"ssl_certificate_key \S+;": f"ssl_certificate_key {certificate_file};",
    }.items():
        text, count = re.subn(old, new, text)
        if not count:
            raise ValueError(f"deploy/nginx/ioipm.conf has no {old}")
    (folder / "site.conf").write_text(text)
    temporary = "".join(f"{name}_temp_path {folder / name};" for name in ("proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"{'user root;' if os.geteuid() == 0 else ''} daemon off; pid {folder / 'pid'}; error_log stderr; events {{}}\n"
        f"http {{ {temporary} include {folder / 'site.conf'}; }}\n"
    )
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]


@contextmanager
def unresponsive_server() -> Iterator[int]:
    """Run a server that accepts connections and never answers; yield its port."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as server:
        yield server.getsockname()[1]


class MailServer:
    """A mail server on a free port.

    `accepted` holds the mails it accepted. If `to_recipient` or `to_content` is set, such as `550 No such mailbox`, it
    answers with that. It can be stopped and started. `before_answer` is called after a mail was received and before
    the server confirms it.
    """

    def __init__(self):
        self.port = free_port()
        self.accepted = []
        self.asked = 0
        self.to_recipient = self.to_content = ""
        self.before_answer = lambda: None
        self._controller = None

    @property
    def url(self):
        """Return the value for the setting EMAIL_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    def start(self):
        """Start the server without its log."""
        logging.getLogger("mail.log").disabled = True
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        return self

    def stop(self):
        """Stop the server."""
        if self._controller:
            self._controller.stop()
        self._controller = None

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        """Answer the RCPT command, which names a recipient."""
        self.asked += 1
        if self.to_recipient:
            return self.to_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        """Answer the DATA command, which sends the content."""
        if self.to_content:
            return self.to_content
        self.accepted.append(message_from_bytes(envelope.content, policy=policy.default))
        self.before_answer()
        return "250 OK"


def clamd_command(folder, port):
    """Return the command that starts ClamAV with only the EICAR signature, or None if ClamAV is not installed."""
    program = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")
    (folder / "signatures").mkdir(parents=True, exist_ok=True)
    (folder / "signatures/test.ndb").write_text(f"Eicar-Test:0:*:{EICAR.hex()}\n", encoding="ascii")
    lines = [
        f"DatabaseDirectory {folder}/signatures",
        f"TCPSocket {port}",
        "TCPAddr 127.0.0.1",
        f"LocalSocket {folder}/clamd.ctl",
        "Foreground yes",
        "StreamMaxLength 9M",
    ]
    (folder / "clamd.conf").write_text("\n".join(lines) + "\n", encoding="ascii")
    return program and [program, "--config-file", str(folder / "clamd.conf")]


class Google:
    """A local HTTPS server in place of Google's reCAPTCHA: it returns `answer` after `seconds`.

    `asked` holds the requests: the path of each GET, the fields of each POST.
    """

    def __init__(self, folder):
        self.answer, self.status, self.seconds, self.script, self.asked = {}, 200, 0, "", []
        self.certificate = certificate(folder)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.domain = f"localhost:{self.server.server_port}"

    def _handler(google):  # noqa: N805, `self` is the handler in its methods
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                google.asked.append(self.path)
                self._respond(google.script, "text/javascript")

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                google.asked.append(dict(parse_qsl(body, keep_blank_values=True)))
                answer = google.answer
                self._respond(answer if isinstance(answer, str) else json.dumps(answer), "application/json")

            def _respond(self, text, content_type):
                time.sleep(google.seconds)
                with suppress(OSError):  # the client has closed the connection
                    self.send_response(google.status)
                    self.send_header("Content-Type", content_type)
                    self.end_headers()
                    self.wfile.write(text.encode())

            def log_message(self, *arguments):
                pass

        return Handler

    @contextmanager
    def running(self):
        """Run the server as a context manager."""
        thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.server.shutdown()
            self.server.server_close()
            thread.join(5)


def certificate(folder):
    """Write a file with a key and a certificate for localhost, valid for an hour; return its path."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(
            name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(hours=1)
        )
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    file = folder / "localhost.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + certificate.public_bytes(Encoding.PEM))
    return file
