"""`make crash-test`: check that every confirmed message is saved completely although server processes are killed.

Each run sends 200 messages through HTTP to a real Gunicorn with the production settings, on SQLite and on PostgreSQL.
Exits with 1 if a message is lost, saved twice or incomplete.
"""

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from ioipm.settings.environment import BASE_DIR
from tests.crash.patients import HOST, Patient
from tests.crash.server import Killer, Server

PARALLEL_REQUESTS = 6
POSTGRESQL = "postgres://postgres@127.0.0.1:5432/postgres"
FORM = "from forms.models import Form;Form.objects.update(notified='desk@clinic.example', is_acknowledged=True)"


def environment(folder, database):
    """Return environment variables as in production: secrets, an address, an unreachable mail server and a proxy."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "ioipm.settings.production",
        "VAR_DIR": str(folder),
        "SECRET_KEY": secrets.token_urlsafe(60),
        "MESSAGE_KEYS": secrets.token_urlsafe(60),
        "BASE_URL": f"https://{HOST}",
        "ALLOWED_HOSTS": HOST,
        "EMAIL_URL": "smtp://127.0.0.1:9",
        "DEFAULT_FROM_EMAIL": f"website@{HOST}",
        "BEHIND_TLS_PROXY": "1",
        "PUBLISH_UNREVIEWED_SPANISH": "yes",
        **({"DATABASE_URL": database} if database else {}),
    }


def manage(environment, *arguments):
    """Run `manage.py`."""
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=BASE_DIR, env=environment, check=True)


@contextmanager
def postgresql(url):
    """Create a temporary database on the server, yield its URL, and drop it at the end."""
    name = f"ioipm_crash_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def run(environment, folder, seed, count):
    """Send the messages while processes are killed; return a line of figures, and a list of problems."""
    server = Server(environment, folder / "server.log")
    server.start()
    patients = [Patient(number, seed, server.port) for number in range(count)]
    killer = Killer(server, seed, lambda: sum(answer > 0 for one in patients for answer in one.answers))
    begin = time.monotonic()
    killer.start()
    try:
        with ThreadPoolExecutor(PARALLEL_REQUESTS) as browsers:
            list(browsers.map(Patient.write, patients))
    finally:
        killer.stop()
        server.stop()
    return figures(patients, server, time.monotonic() - begin, _check_database(environment, patients))


def _check_database(environment, patients):
    sent = [
        {
            "id": one.id,
            "name": f"Test Patient {one.number}",
            "email": f"patient{one.number}@example.com",
            "files": [(name, b64encode(content).decode()) for name, content in one.files],
            "thanks": one.thanks,
        }
        for one in patients
    ]
    command = [sys.executable, "-m", "tests.crash.database"]
    answer = subprocess.run(
        command, cwd=BASE_DIR, env=environment, input=json.dumps(sent), stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(answer.stdout)


def figures(patients, server, seconds, found):
    """Return the figures of the run in one line, and its problems."""
    answers = [answer for one in patients for answer in one.answers]
    problems = found["problems"]
    line = {
        "sent": len(patients),
        "with files": sum(bool(one.files) for one in patients),
        "tries": len(answers),
        "thanked": sum(bool(one.thanks) for one in patients),
        "thanked twice": sum(len(one.thanks) > 1 for one in patients),
        "broken connections": answers.count(0),
        "errors 5xx": sum(answer >= 500 for answer in answers),
        "kills": server.kills,
        "restarts": server.restarts,
        "doubles": sum(one.startswith("DOUBLE") for one in problems),
        "lost": sum(one.startswith("LOST") for one in problems),
        "not whole": sum(one.startswith("NOT WHOLE") for one in problems),
        "orphan files": sum(one.startswith("ORPHAN") for one in problems),
        "unclaimed files": found["unclaimed"],
        "seconds": round(seconds),
    }
    return ", ".join(f"{name} {number}" for name, number in line.items()), problems


def main():
    """Run the test on each database, print the figures, and return the number of problems."""
    parser = argparse.ArgumentParser(prog="make crash-test", description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--messages", type=int, default=200)
    parser.add_argument("--seed", type=int, help="of the first run; the next ones follow")
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    options = parser.parse_args()
    failed = 0
    for kind in [options.only] if options.only else ["sqlite", "postgresql"]:
        failed += _run_on(kind, options)
    print("Nothing is lost." if not failed else f"{failed} problems.")  # noqa: T201
    return failed


def _run_on(kind, options):
    with tempfile.TemporaryDirectory(prefix="crash-") as folder:
        if kind == "sqlite":
            return _runs(kind, Path(folder), "", options)
        url = os.environ.get("DATABASE_URL") or POSTGRESQL
        try:
            psycopg.connect(url, connect_timeout=3).close()
        except psycopg.OperationalError:
            print("postgresql: no server answers; name one in DATABASE_URL")  # noqa: T201
            return int(options.only == kind)
        with postgresql(url) as database:
            return _runs(kind, Path(folder), database, options)


def _runs(kind, folder, database, options):
    own = environment(folder, database)
    print(f"{kind}: preparing the site", flush=True)  # noqa: T201
    manage(own, "migrate", "--verbosity", "0")
    manage(own, "seed", "--english-only", "--verbosity", "0")
    manage(own, "collectstatic", "--no-input", "--verbosity", "0")
    manage(own, "shell", "--verbosity", "0", "--command", FORM)
    failed = 0
    for number in range(options.runs):
        seed = options.seed + number if options.seed is not None else secrets.randbelow(1_000_000)
        line, problems = run(own, folder, seed, options.messages)
        print(f"{kind}, seed {seed}: {line}", *problems, sep="\n  ", flush=True)  # noqa: T201
        failed += len(problems)
    return failed


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
