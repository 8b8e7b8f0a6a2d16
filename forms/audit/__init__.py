"""Entries in Wagtail's audit log about who looked at personal data and who was denied. Imports nothing of ours."""
