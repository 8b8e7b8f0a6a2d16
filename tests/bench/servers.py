"""The servers that `tests.bench.load` compares, each with the same number of processes."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from ioipm.settings.environment import BASE_DIR
from tests.crash.patients import HOST
from tests.services import free_port, wait_for

PROCESSES = 2
OWN = ["--config", str(BASE_DIR / "ioipm" / "gunicorn_conf.py"), "--no-control-socket", "--max-requests", "0"]
GUNICORN = [sys.executable, "-m", "gunicorn", *OWN, "--log-level", "warning"]

# What `wagtail start` leaves to the developer.
LOCAL_SETTINGS = """
SECRET_KEY = "for-this-measurement-only"
ALLOWED_HOSTS = ["*"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
"""
NGINX = """
{user} daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; worker_processes {processes};
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    open_file_cache max=1000 inactive=60s;
    {temporary}
    default_type text/html;
    {cache}
    upstream site {{ server 127.0.0.1:{site}; keepalive 32; }}
    server {{
        listen 127.0.0.1:{port};
        location = /file {{ root {folder}; gzip_static always; gunzip off; {headers} }}
        location / {{
            proxy_pass http://site;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host {host};
            proxy_set_header X-Forwarded-Proto https;
            proxy_cache ioipm;
            proxy_cache_key $host$request_uri$http_accept_encoding;
            proxy_cache_lock on;
            proxy_cache_revalidate on;
            proxy_ignore_headers Vary;
        }}
    }}
}}
"""


OF_NGINX = {
    "Connection",
    "Content-Encoding",
    "Content-Length",
    "Content-Type",
    "Date",
    "Etag",
    "Last-Modified",
    "Server",
}


@contextmanager
def running(command, port, folder, cwd=BASE_DIR, **variables):
    """Run a server; yield its process."""
    with (folder / "servers.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=cwd, env=variables or None, stdout=log, stderr=log)
        try:
            wait_for(port, process, 60)
            yield process
        finally:
            process.terminate()
            process.wait(40)


@contextmanager
def gunicorn(application, folder, cwd=BASE_DIR, processes=PROCESSES, **variables):
    """Serve a WSGI application as the site is served, without an access log; yield port and process."""
    port = free_port()
    options = ["--workers", str(processes), "--access-logfile", os.devnull, "--bind", f"127.0.0.1:{port}"]
    command = [*GUNICORN, *options, application]
    with running(command, port, folder, cwd, **variables) as process:
        yield port, process


@contextmanager
def nginx(site_port, folder, headers):
    """Run nginx before the site; yield as above.

    `/file` is the file `file.gz` of the folder, with those of the headers that nginx does not set itself. All else is
    cached.
    """
    port = free_port()
    names = ("proxy", "client_body", "fastcgi", "uwsgi", "scgi")
    text = NGINX.format(
        user="user root;" if os.geteuid() == 0 else "",
        folder=folder,
        processes=PROCESSES,
        temporary=" ".join(f"{name}_temp_path {folder}/{name};" for name in names),
        cache=f"proxy_cache_path {folder}/cache keys_zone=ioipm:10m use_temp_path=off;",
        site=site_port,
        port=port,
        host=HOST,
        headers=" ".join(f'add_header {name} "{headers[name]}";' for name in set(headers) - OF_NGINX),
    )
    (folder / "nginx.conf").write_text(text)
    with running(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")], port, folder) as process:
        yield port, process


def make_wagtail_project(folder: Path) -> Path:
    """Return the folder of the project that `wagtail start` makes, with its database and its only page."""
    project = folder / "reference"
    project.mkdir()
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "reference.settings.production"}
    wagtail = Path(sys.executable).with_name("wagtail")
    subprocess.run([wagtail, "start", "reference", project], check=True, stdout=subprocess.DEVNULL)
    (project / "reference" / "settings" / "local.py").write_text(LOCAL_SETTINGS)
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=project, env=environment, check=True
    )
    return project
