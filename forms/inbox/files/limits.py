"""How much may be sent; the same numbers stand in the form's hint."""

MEGABYTE = 1024 * 1024

FILE_BYTES = 7 * MEGABYTE
FILES = 3
REQUEST_BYTES = 20 * MEGABYTE  # all files of one message together
BODY_BYTES = 400 * MEGABYTE  # beyond it a request is not even read: 413

NAME_SIGNS = 100
HOURS_UNCLAIMED = 2  # how long a file waits for the rest of its message
