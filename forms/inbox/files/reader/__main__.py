"""Reads a file that a stranger sent, in a process of its own without secrets, with little memory and time.

The command line names the kind, standard input is the file. The answer is a line with a word (`ok`, or why the file
is refused) and, for a picture, the picture as it is to be kept. Killed or out of memory, the process answers nothing.
It imports nothing of the project, so that it starts in a tenth of a second.
"""

import resource
import signal
import sys

from refusal import Refused

MEGABYTE = 1024 * 1024
MEMORY = {"pdf": 150 * MEGABYTE, "jpeg": 600 * MEGABYTE, "png": 600 * MEGABYTE, "heic": 600 * MEGABYTE}
# The processor's time, not the clock's: a busy machine refuses no honest file. HEIC is slow to read by nature.
SECONDS = {"pdf": 1.5, "jpeg": 1.5, "png": 1.5, "heic": 4}


def main(kind, content):
    """Return the word and the bytes that are the answer."""
    # What Linux counts as data leaves out shared libraries and address space that is only set aside.
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY[kind], MEMORY[kind]))
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
    except Exception:  # each parser fails in its own ways; all of them mean the same
        return b"damaged", b""


signal.setitimer(signal.ITIMER_PROF, SECONDS[sys.argv[1]])
word, result = main(sys.argv[1], sys.stdin.buffer.read())
sys.stdout.buffer.write(word + b"\n" + result)
