"""The crash test (`make crash-test`): run as a program, in which Django is set up before anything is imported."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ioipm.settings.test")
os.environ.setdefault("LOG_LEVEL", "WARNING")
django.setup()
