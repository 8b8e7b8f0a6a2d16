"""Mails in the admin, for users who work on messages: which mails wait, which failed, and how to send them again."""
