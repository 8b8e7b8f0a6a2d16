"""Limits for uploads. The form's hint shows the same numbers."""

MEGABYTE = 1024 * 1024

MAXIMUM_FILE_BYTES = 7 * MEGABYTE
MAXIMUM_FILES = 3
MAXIMUM_TOTAL_BYTES = 20 * MEGABYTE  # all files of one message together
MAXIMUM_BODY_BYTES = 400 * MEGABYTE  # a larger request is not read: the response is 413 (Content Too Large)

MAXIMUM_NAME_LENGTH = 100  # characters of a file's name
UNCLAIMED_HOURS = 2  # a file without a message is kept this long
