"""Check the settings before production starts; each problem is a sentence that names the variable."""

from collections.abc import Iterator
from email.utils import parseaddr
from urllib.parse import urlsplit

PLACEHOLDERS = ("change-me", "changeme", "for-development-only", "insecure", "secret")


def unsafe_settings(
    secret_key: str,
    base_url: str,
    allowed_hosts: list[str],
    email_url: str,
    message_keys: list[str],
    from_email: str,
    publish_unreviewed_spanish: str,
) -> list[str]:
    """Return a sentence for each setting that is missing, a placeholder or unsafe; [] if there is none."""
    return [
        *_secret_problems("SECRET_KEY", secret_key),
        *_message_key_problems(message_keys, secret_key),
        *_base_url_problems(base_url),
        *_allowed_hosts_problems(allowed_hosts),
        *([] if email_url else ["EMAIL_URL is missing: without it nobody is notified of a message."]),
        *_from_email_problems(from_email),
        *_translation_problems(publish_unreviewed_spanish),
    ]


def _secret_problems(name: str, secret: str) -> Iterator[str]:
    advice = "set it to at least 50 random characters (`make secret` prints some)."
    if not secret:
        yield f"{name} is missing: {advice}"
    elif any(word in secret.lower() for word in PLACEHOLDERS):
        yield f"{name} is a placeholder: {advice}"
    elif len(secret) < 50 or len(set(secret)) < 10:
        yield f"{name} is too simple: {advice}"


def _message_key_problems(keys: list[str], secret_key: str) -> Iterator[str]:
    for key in keys or [""]:
        yield from _secret_problems("MESSAGE_KEYS", key)
    if secret_key and secret_key in keys:
        yield "MESSAGE_KEYS holds SECRET_KEY: give messages a secret of their own."


def _base_url_problems(url: str) -> Iterator[str]:
    parts = urlsplit(url)
    if not url:
        yield "BASE_URL is missing: set it to the site's address, for example https://www.ioipm.com."
    elif parts.scheme != "https" or not parts.hostname or parts.path.strip("/"):
        yield f"BASE_URL is {url}: set it to https:// and the host name, without a path."


def _allowed_hosts_problems(hosts: list[str]) -> Iterator[str]:
    if not hosts:
        yield "ALLOWED_HOSTS is missing: list the site's host names, separated by commas."
    elif any("*" in host or host.startswith(".") for host in hosts):
        yield "ALLOWED_HOSTS has a wildcard: list each host name in full."


def _from_email_problems(sender: str) -> Iterator[str]:
    _name, address = parseaddr(sender)
    if not sender:
        yield "DEFAULT_FROM_EMAIL is missing: set it to the sender of mails, for example website@ioipm.com."
    elif "." not in address.partition("@")[2]:
        yield f"DEFAULT_FROM_EMAIL is {sender}: set it to an address that mail servers accept as a sender."


def _translation_problems(publish_unreviewed_spanish: str) -> Iterator[str]:
    if publish_unreviewed_spanish not in ("yes", "no"):
        said = f"is {publish_unreviewed_spanish}" if publish_unreviewed_spanish else "is missing"
        yield (
            f"PUBLISH_UNREVIEWED_SPANISH {said}: set it to yes or no. It decides whether Spanish pages about "
            "conditions and treatments may be public before a qualified person has reviewed them "
            "(45 CFR 92.201(c)(3))."
        )
