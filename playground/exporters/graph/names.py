"""Names of a graph as names of a program: valid, no word of the language, and none twice."""

from __future__ import annotations

import keyword
import unicodedata
from collections.abc import Collection, Iterable


def identifiers(names: Iterable[str], reserved: Collection[str]) -> list[str]:
    """Return for each name one that Python takes, as similar as possible.

    Parameters
    ----------
    reserved
        What the program calls something else; words of the language need not be among them.
    """
    taken = {*keyword.kwlist, *keyword.softkwlist, *reserved}
    found = []
    for name in names:
        base = _valid(name)
        if base in keyword.kwlist or base in keyword.softkwlist or base in reserved:
            base += "_"
        fresh, number = base, 1
        while fresh in taken:
            number += 1
            fresh = f"{base.rstrip('_')}_{number}"
        taken.add(fresh)
        found.append(fresh)
    return found


def _valid(name: str) -> str:
    """Return a name with underscores for all that cannot stand in one."""
    # Python compares names in this form: others would look different and be the same.
    plain = unicodedata.normalize("NFKC", name)
    signs = [sign if f"_{sign}".isidentifier() else " " for sign in plain]
    base = "_".join("".join(signs).split())
    return base if base.isidentifier() else f"x_{base}".rstrip("_")
