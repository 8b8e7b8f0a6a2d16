"""Every illustration of the site. `DRAWINGS` maps the name of each one to its SVG content."""

from drawings.clinic import CLINIC
from drawings.conditions import CONDITIONS
from drawings.treatments import TREATMENTS

DRAWINGS = {**CONDITIONS, **TREATMENTS, **CLINIC}
