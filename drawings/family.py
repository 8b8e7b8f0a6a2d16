"""Every illustration of the site, by its name."""

from drawings.clinic import THE_CLINIC
from drawings.treatments import TREATMENTS
from drawings.where_it_hurts import WHERE_IT_HURTS

DRAWINGS = {**WHERE_IT_HURTS, **TREATMENTS, **THE_CLINIC}
