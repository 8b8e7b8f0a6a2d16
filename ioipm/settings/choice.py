"""Choose the settings of a process, before Django reads them."""

import os
from pathlib import Path

import environ

DEVELOPMENT = "ioipm.settings.dev"
PRODUCTION = "ioipm.settings.production"
ENV_FILE = Path(__file__).resolve().parent.parent.parent / ".env"


def choose_settings(otherwise: str = DEVELOPMENT) -> str:
    """Set `DJANGO_SETTINGS_MODULE` for this process, and return it.

    What the environment or `.env` says is used. If they say nothing, a site whose `BASE_URL` begins with `https://` is
    a production site, because development needs no such address. So a worker, a backup or a command on the production
    machine cannot run with the settings of development by mistake.
    """
    environ.Env.read_env(ENV_FILE)  # the environment overrides it
    is_production = os.environ.get("BASE_URL", "").startswith("https://")
    chosen = os.environ.get("DJANGO_SETTINGS_MODULE") or (PRODUCTION if is_production else otherwise)
    os.environ["DJANGO_SETTINGS_MODULE"] = chosen
    return chosen
