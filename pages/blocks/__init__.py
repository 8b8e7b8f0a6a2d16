"""The blocks of pages. Each is named for what it means to the reader."""

from pages.blocks.conditions import ConditionBodyBlock
from pages.blocks.general import GeneralBodyBlock
from pages.blocks.hours import WeekBlock
from pages.blocks.links import ConnectLinkBlock, WayInBlock
from pages.blocks.steps import StepBlock
from pages.blocks.treatments import TreatmentBodyBlock

__all__ = [
    "ConditionBodyBlock",
    "ConnectLinkBlock",
    "GeneralBodyBlock",
    "StepBlock",
    "TreatmentBodyBlock",
    "WayInBlock",
    "WeekBlock",
]
