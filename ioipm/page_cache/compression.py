"""Compress responses with Brotli or gzip, as the client accepts.

The attack BREACH guesses a secret from the size of a compressed response that also repeats what the attacker sent. A
public response contains no secret: no CSRF token, nothing of a session. The admin and personal responses are not
compressed.
"""

import gzip
from functools import lru_cache

import brotli
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers

BROTLI, GZIP, IDENTITY = "br", "gzip", ""
BROTLI_QUALITY = 5  # 11 would save a tenth of the bytes and take 50 times as long
GZIP_LEVEL = 5  # 9 would save a hundredth of the bytes and take one and a half times as long
FEWEST_BYTES = 500  # shorter responses fit into one packet anyway
COMPRESSIBLE_TYPES = ("text/", "application/json", "application/xml", "application/manifest+json", "image/svg+xml")


@lru_cache(maxsize=256)
def chosen_encoding(accepted: str) -> str:
    """Return the encoding for an Accept-Encoding header (RFC 9110, section 12.5.3): `br`, `gzip`, or "" for none."""
    weights = {}
    for part in accepted.lower().split(","):
        name, _semicolon, parameter = part.partition(";")
        weights[name.strip()] = _weight(parameter)
    known = {name: weights.get(name, weights.get("*", 0.0)) for name in (BROTLI, GZIP)}
    best = max(known, key=lambda name: known[name])  # Brotli, if both have the same weight
    return best if known[best] > 0 else IDENTITY


def _weight(parameter: str) -> float:
    name, _equals, value = parameter.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def compress(body: bytes, encoding: str) -> bytes:
    """Return the body in this encoding. The same body always gives the same bytes."""
    if encoding == BROTLI:
        return brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)
    if encoding == GZIP:
        return gzip.compress(body, compresslevel=GZIP_LEVEL, mtime=0)
    return body


def is_compressible(content_type: str, length: int) -> bool:
    """Return whether a response of this type and length becomes noticeably smaller."""
    return length >= FEWEST_BYTES and content_type.startswith(COMPRESSIBLE_TYPES)


def compress_response(response: HttpResponse, accepted: str) -> None:
    """Compress a response without an ETag, such as “not found”."""
    if response.streaming or not is_compressible(response.get("Content-Type", ""), len(response.content)):
        return
    patch_vary_headers(response, ["Accept-Encoding"])
    if encoding := chosen_encoding(accepted):
        response.content = compress(response.content, encoding)
        response["Content-Encoding"] = encoding
        response["Content-Length"] = str(len(response.content))
