"""American English: times name their time zone. The names after the blank line are our own, in every language."""

DATETIME_FORMAT = "N j, Y, P T"
SHORT_DATETIME_FORMAT = "m/d/Y P T"

WEEKDAY_FORMAT = "l, N j, Y"
MOMENT_FORMAT = "N j, Y, P"
SHORT_MOMENT_FORMAT = "N j, P"
