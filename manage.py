#!/usr/bin/env python
"""Run an administrative command with the settings that `ioipm.settings.choice` chooses."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from ioipm.settings.choice import choose_settings

if __name__ == "__main__":
    os.umask(0o077)  # the database and other new files are readable by their owner only
    choose_settings()
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
