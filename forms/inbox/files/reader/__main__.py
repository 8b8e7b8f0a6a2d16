"""Parse an uploaded file in a separate process that has no secrets and limited memory and CPU time.

The first argument names the kind of the file, and standard input is the file. A second argument, for pictures, is the
length in pixels to which a longer picture is scaled down; such a picture may need more time.
The output is a line with a code (`ok`, or a key of `forms.inbox.files.checks.REFUSALS`) and, for a picture, the redrawn
picture. A process that is killed prints nothing. The program imports nothing of the project, so that it starts in a
tenth of a second.
"""

import resource
import signal
import sys

from refusal import Refused

MEGABYTE = 1024 * 1024
MEMORY_FOR_PDF, MEMORY_FOR_PICTURES = 150 * MEGABYTE, 600 * MEGABYTE
# CPU time, not elapsed time: a busy machine must not refuse a valid file. HEIC needs more time to decode.
MAXIMUM_SECONDS = {"pdf": 1.8, "jpeg": 1.5, "png": 1.5, "heic": 4, "webp": 4, "avif": 4}
SECONDS_TO_SCALE = 8


def main(kind: str, content: bytes, edge: int = 0) -> tuple[bytes, bytes]:
    """Return the code, and the redrawn picture or b""."""
    # RLIMIT_DATA does not count shared libraries and address space that is reserved but not used.
    memory = MEMORY_FOR_PDF if kind == "pdf" else MEMORY_FOR_PICTURES
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    try:
        if kind == "pdf":
            from documents import check

            return b"ok", check(content)
        from pictures import redraw

        return b"ok", redraw(kind, content, edge)
    except Refused as refusal:
        return refusal.args[0].encode(), b""
    except MemoryError:
        return b"too_large", b""
    except Exception:  # each parser raises errors of its own library, and all of them mean a damaged file
        return b"damaged", b""


kind, edge = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0
signal.setitimer(signal.ITIMER_PROF, SECONDS_TO_SCALE if edge else MAXIMUM_SECONDS[kind])
code, redrawn = main(kind, sys.stdin.buffer.read(), edge)
sys.stdout.buffer.write(code + b"\n" + redrawn)
