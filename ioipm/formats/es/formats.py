"""Spanish in the United States: times name their time zone, and dates are typed with the month first."""

DATETIME_FORMAT = r"j \d\e F \d\e Y \a \l\a\s H:i T"
SHORT_DATETIME_FORMAT = "m/d/Y H:i T"
SHORT_DATE_FORMAT = "m/d/Y"
DATE_INPUT_FORMATS = ["%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y"]

WEEKDAY_FORMAT = r"l, j \d\e F \d\e Y"
MOMENT_FORMAT = r"j \d\e F \d\e Y, P"
SHORT_MOMENT_FORMAT = r"j \d\e N, P"
