"""The outbox: mails are rows, written with what they are about, and sent afterwards by `manage.py work`.

`queue` takes them in, `delivery` sends them, `admin` shows staff what waits and what failed.
Why it is ours: docs/decisions/0015-own-mail-outbox.md.
"""
