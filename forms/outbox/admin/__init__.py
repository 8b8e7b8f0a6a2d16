"""Mails in the admin, for whoever works off messages: what waits, what failed, and what to do about it."""
