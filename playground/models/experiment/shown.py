"""Untrusted values as short text for messages, however large, deep or odd they are."""

from __future__ import annotations

import reprlib
import unicodedata

_SHORT = reprlib.Repr()
_SHORT.maxlevel, _SHORT.maxlist, _SHORT.maxtuple, _SHORT.maxdict = 2, 4, 4, 2
_SHORT.maxstring = _SHORT.maxother = _SHORT.maxlong = 40


def shown(value: object) -> str:
    """Return Python's text of a value, shortened."""
    try:
        return _SHORT.repr(value)
    except ValueError:
        # Python refuses to print integers of more than 4300 digits.
        return "a number of too many digits"


def printable(text: str, instead: str = "") -> str:
    """Replace what no line can show: control characters and lone surrogates."""
    return "".join(instead if unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in text)
