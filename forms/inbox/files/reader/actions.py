"""Recognize objects of a PDF that run scripts, open other files or reach out to the network."""

import re
from collections.abc import Iterator
from itertools import islice

import pikepdf
from refusal import Refused
from scripts import is_harmless

MAXIMUM_DEPTH = 50
MAXIMUM_ACTIONS = 1000  # that one event starts, one after the other
MAXIMUM_TEXT = 1024 * 1024  # bytes of a script or of an embedded text file

# ISO 32000-2, 12.6.4: actions that run code, start programs, open other files or send form data.
FORBIDDEN_ACTIONS = {"/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition", "/RichMediaExecute", "/Movie"}
# Actions that are links. They are allowed if a person clicks on them, but not if they start by themselves.
LINKS = {"/URI", "/GoToR", "/Thread"}
# Keys of objects that contain programs or media, with the types of their values. The same name can also be the name
# of a font or of a destination, whose value has another type.
FORBIDDEN_KEYS = {
    "/RichMediaContent": (pikepdf.Dictionary,),
    "/OnInstantiate": (pikepdf.Stream, pikepdf.String),
    "/Navigator": (pikepdf.Dictionary,),
}
NAMES = ["JS", "JavaScript", "EF", "XFA", "AA", "OpenAction", "Ref"]
NAMES += [name[1:] for name in (*FORBIDDEN_ACTIONS, *LINKS, *FORBIDDEN_KEYS)]
# A quick search in the written form of an object: only an object that contains one of the names is examined.
INTERESTING = re.compile(rb"/(?:%s)(?![\w.-])" % "|".join(NAMES).encode())

# Addresses with a usual scheme, a file on this computer (Word writes them), or no scheme at all.
HARMLESS_LINK = re.compile(
    r"(https?|mailto|tel|sms|ftp):|file:///(?!.*(\\|%5c|%2f))[^/]|www\.|[^:/\\]*(/(?!/)[^\\]*)?$", re.IGNORECASE
)
NEARBY_FILE = re.compile(r"[^/\\:][^\\:]*$")
TEXT_ENDINGS = (".xml", ".txt")  # PDF/A-3 invoices and reports contain their data as XML
TEXT_THAT_RUNS = re.compile(rb"<script|<html|<svg|<!entity|<!doctype|xhtml|javascript:", re.IGNORECASE)


def raise_if_active(item: pikepdf.Object, depth: int = 0) -> None:
    """Check an object and the direct objects in it; the caller reads all others. Raises `Refused`."""
    if depth > MAXIMUM_DEPTH:
        raise Refused("too_large")
    if isinstance(item, pikepdf.Stream):
        if "/F" in item or "/Ref" in item:  # the content is in another file, or on the network
            raise Refused("reaches_out")
        item = item.stream_dict
    if not isinstance(item, pikepdf.Dictionary | pikepdf.Array):
        return
    if not depth and not _may_be_active(item.unparse(resolved=True)):
        return
    if isinstance(item, pikepdf.Dictionary):
        _check_dictionary(item)
        children = [item[key] for key in item.keys()]  # noqa: SIM118 a pikepdf dictionary
    else:
        children = list(item)
    for child in children:
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            raise_if_active(child, depth + 1)


def _may_be_active(written: bytes) -> bool:
    """Return whether the object contains one of the names, or is so large that it may be nested too deeply."""
    return bool(INTERESTING.search(written)) or written.count(b"<< ") + written.count(b"[ ") > MAXIMUM_DEPTH


def _check_dictionary(item: pikepdf.Dictionary) -> None:
    action = str(item.get("/S", ""))
    if action in FORBIDDEN_ACTIONS or (action == "/JavaScript" and "/JS" not in item):
        raise Refused("reaches_out" if action in ("/Launch", "/SubmitForm", "/ImportData") else "active")
    if action in LINKS and not _is_harmless_link(item):
        raise Refused("reaches_out")
    for key, types in FORBIDDEN_KEYS.items():
        if isinstance(item.get(key), types):
            raise Refused("active")
    if isinstance(item.get("/XFA"), pikepdf.Array | pikepdf.Stream):
        raise Refused("xfa")
    if isinstance(item.get("/JS"), pikepdf.String | pikepdf.Stream) and not is_harmless(_text(item["/JS"])):
        raise Refused("active")
    if isinstance(item.get("/EF"), pikepdf.Dictionary):
        _check_embedded_file(item)
    for started in _started_by_events(item):
        if str(started.get("/S", "")) in LINKS:
            raise Refused("reaches_out")


def _started_by_events(item: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
    """Yield the actions that start without a click: when the document or a page opens, or a field changes."""
    events = item.get("/AA")
    waiting = [item.get("/OpenAction")]
    if isinstance(events, pikepdf.Dictionary):
        waiting += [events[key] for key in events.keys()]  # noqa: SIM118
    return islice(_with_next(waiting), MAXIMUM_ACTIONS)


def _with_next(waiting: list) -> Iterator[pikepdf.Dictionary]:
    """Yield the actions, and those that follow them (“Next”)."""
    seen = set()
    while waiting:
        action = waiting.pop()
        if isinstance(action, pikepdf.Array):
            waiting += [part for part in action if isinstance(part, pikepdf.Dictionary)]
        elif isinstance(action, pikepdf.Dictionary) and (not action.is_indirect or action.objgen not in seen):
            seen.add(action.objgen)
            yield action
            waiting.append(action.get("/Next"))


def _is_harmless_link(action: pikepdf.Dictionary) -> bool:
    """Return whether the link leads to a public address or to a file beside this one, not to a network folder."""
    if action.S == "/URI":
        return bool(HARMLESS_LINK.match(str(action.get("/URI", "")).strip()))
    file = action.get("/F")
    if file is None:
        return True
    if isinstance(file, pikepdf.Dictionary):
        names = [str(file[key]) for key in ("/F", "/UF", "/DOS", "/Mac", "/Unix") if key in file]
        return file.get("/FS") is None and all(map(NEARBY_FILE.match, names))
    return bool(NEARBY_FILE.match(str(file)))


def _check_embedded_file(specification: pikepdf.Dictionary) -> None:
    """Refuse an embedded file that is anything else than plain text or XML data."""
    names = [str(specification[key]) for key in ("/F", "/UF", "/DOS", "/Mac", "/Unix") if key in specification]
    if not names or not all(name.lower().endswith(TEXT_ENDINGS) and name.isprintable() for name in names):
        raise Refused("active")
    files = specification.EF
    for key in files.keys():  # noqa: SIM118
        content = _bytes(files[key])
        if b"\0" in content or TEXT_THAT_RUNS.search(content):
            raise Refused("active")


def _text(value: pikepdf.Object) -> str:
    """Return the text of a string or stream (ISO 32000-2, 7.9.2.2)."""
    content = _bytes(value)
    return str(pikepdf.String(content)) if isinstance(value, pikepdf.Stream) else str(value)


def _bytes(value: pikepdf.Object) -> bytes:
    if not isinstance(value, pikepdf.Stream):
        return bytes(value) if isinstance(value, pikepdf.String) else b"\0"
    # qpdf unpacks a stream as a whole, so an error of memory ends the check of a bomb.
    content = value.read_bytes(pikepdf.StreamDecodeLevel.specialized)
    if len(content) > MAXIMUM_TEXT:
        raise Refused("too_large")
    return content
