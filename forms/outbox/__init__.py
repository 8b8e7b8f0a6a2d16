"""The outbox: each mail is a database row, saved together with its cause and sent later by `manage.py work`.

`queue` saves mails, `delivery` sends them, and `admin` shows staff the mails that wait or failed.
Decision 0015 explains why this is our own code (docs/decisions/0015-own-mail-outbox.md).
"""
