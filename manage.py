#!/usr/bin/env python
"""Run an administrative command, by default with the development settings."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.umask(0o077)  # the database and other new files are readable by their owner only
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ioipm.settings.dev")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
