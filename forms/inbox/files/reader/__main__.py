"""Parse an uploaded file in a separate process that has no secrets and limited memory and CPU time.

The argument names the kind of the file, and standard input is the file. The output is a line with a code (`ok`, or a
key of `forms.inbox.files.checks.REFUSALS`) and, for a picture, the redrawn picture. A process that is killed prints
nothing. The program imports nothing of the project, so that it starts in a tenth of a second.
"""

import resource
import signal
import sys

from refusal import Refused

MEGABYTE = 1024 * 1024
MAXIMUM_MEMORY = {"pdf": 150 * MEGABYTE, "jpeg": 600 * MEGABYTE, "png": 600 * MEGABYTE, "heic": 600 * MEGABYTE}
# CPU time, not elapsed time: a busy machine must not refuse a valid file. HEIC needs more time to decode.
MAXIMUM_SECONDS = {"pdf": 1.8, "jpeg": 1.5, "png": 1.5, "heic": 4}


def main(kind: str, content: bytes) -> tuple[bytes, bytes]:
    """Return the code, and the redrawn picture or b""."""
    # RLIMIT_DATA does not count shared libraries and address space that is reserved but not used.
    resource.setrlimit(resource.RLIMIT_DATA, (MAXIMUM_MEMORY[kind], MAXIMUM_MEMORY[kind]))
    try:
        if kind == "pdf":
            from documents import check

            return b"ok", check(content)
        from pictures import redraw

        return b"ok", redraw(kind, content)
    except Refused as refusal:
        return refusal.args[0].encode(), b""
    except MemoryError:
        return b"too_large", b""
    except Exception:  # each parser raises errors of its own library, and all of them mean a damaged file
        return b"damaged", b""


signal.setitimer(signal.ITIMER_PROF, MAXIMUM_SECONDS[sys.argv[1]])
code, redrawn = main(sys.argv[1], sys.stdin.buffer.read())
sys.stdout.buffer.write(code + b"\n" + redrawn)
