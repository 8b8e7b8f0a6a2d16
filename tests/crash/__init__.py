"""The crash test (`make crash-test`). It runs as a program, so Django is set up here, before other imports."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ioipm.settings.test")
os.environ.setdefault("LOG_LEVEL", "WARNING")
django.setup()
