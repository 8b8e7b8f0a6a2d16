"""Decide whether a script of a PDF form only formats and computes, as date fields and sums do.

The script is reduced step by step: texts become `T`, the values of form fields become `V`, and the names of allowed
functions are removed. It is harmless if only these signs and operators are left, because then it can name nothing else.
"""

import re

MAXIMUM_LENGTH = 20_000  # characters

# Signs that viewers may read in another way than we do: escapes outside of texts, comments in the style of HTML, names
# that are our own signs, and other ends of lines.
UNCLEAR = re.compile(r"<!--|-->|[\0\u2028\u2029\ufeff`]|\b[TV]\b")
TEXT_OR_COMMENT = re.compile(
    r"""(?P<text>"(?:[^"\\\r\n]|\\[^\r\n])*"|'(?:[^'\\\r\n]|\\[^\r\n])*')|//[^\r\n]*|/\*.*?\*/""", re.DOTALL
)
FIELD = re.compile(
    r"(?<![\w$.])(?:(?:this\s*\.\s*)?getField\s*\(\s*T\s*\)\s*\.\s*value(?:AsString)?|event\s*\.\s*(?:value|rc)|event)"
    r"(?![\w$]|\s*\.)"
)
# Adobe's functions behind the settings “Format”, “Validate” and “Calculate” of a field, and a few of JavaScript.
FUNCTIONS = re.compile(
    r"(?<![\w$.])(?:AF(?:Date|Time|Number|Percent|Special)_(?:Format|Keystroke)(?:Ex)?|AFRange_Validate"
    r"|AFSimple_Calculate|AFSimple|AFMakeNumber|AFMergeChange|AFExtractNums"
    r"|Number|parseInt|parseFloat|isNaN|Math\s*\.\s*(?:round|floor|ceil|abs|min|max)"
    r"|util\s*\.\s*(?:printd|scand)|new\s+(?:Array|Date)|if)\s*\("
)
VALUES = re.compile(r"(?<![\w$.])(?:true|false|null|else)(?![\w$])|(?<![\w$.])\d+\.?\d*|(?<![\w$])\.\d+")
LEFT = re.compile(r"[TV\s;:,+\-*/%()<>=!?&|\[\]{}]*")
# A value that is called, a member with a computed name, an assignment to anything but a field, or a pattern (which
# looks like a division, but quotation marks mean something else in it).
FORBIDDEN = re.compile(r"[TV)\]}]\s*[(\[]|[^V\s=!<>]\s*=(?!=)|=\s*>|(?:^|[^TV)\s])\s*/")


def is_harmless(script: str) -> bool:
    """Return whether the script only formats and computes with the fields of the form."""
    if len(script) > MAXIMUM_LENGTH or UNCLEAR.search(script):
        return False
    left = TEXT_OR_COMMENT.sub(lambda match: "T" if match["text"] else " ", script)
    if "if" in left and "/" in left:  # after a condition, a pattern cannot be told from a division
        return False
    left = FIELD.sub("V", left)
    left = VALUES.sub("T", FUNCTIONS.sub("(", left))
    return bool(LEFT.fullmatch(left)) and not FORBIDDEN.search(left)
