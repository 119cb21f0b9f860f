"""Reads SVG with Python's own parser of XML."""

from __future__ import annotations

from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"


def read(picture: str) -> ElementTree.Element:
    """Return the root of a picture."""
    root = ElementTree.fromstring(picture)
    assert root.tag == f"{SVG}svg"
    return root


def texts_of(root: ElementTree.Element) -> list[str]:
    """Return what is written in a picture, in its order."""
    return [found.text or "" for found in root.iter(f"{SVG}text")]


def boxes_of(root: ElementTree.Element, fill: str) -> list[tuple[float, float, float, float]]:
    """Return left, top, right and bottom of the rectangles of a colour."""
    found = []
    for rect in root.iter(f"{SVG}rect"):
        if rect.get("fill") == fill:
            x, y, width, height = (float(rect.get(name, "0")) for name in ("x", "y", "width", "height"))
            found.append((x, y, x + width, y + height))
    return found


def are_apart(boxes: list[tuple[float, float, float, float]]) -> bool:
    """Whether no two boxes have a place in common."""
    return all(
        first[2] <= second[0] or second[2] <= first[0] or first[3] <= second[1] or second[3] <= first[1]
        for number, first in enumerate(boxes)
        for second in boxes[:number]
    )
