"""Writes SVG: shapes in the order in which they cover one another, and text that stays text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML file may hold, not even as references."""
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_SPACES = str.maketrans("\t\n\r", "   ")


class SvgWriter:
    """Collects shapes; sizes are in pixels, y grows downwards.

    Parameters
    ----------
    width, height
        Of the picture.
    title
        What it shows, in words.
    ground
        Colour of the background.
    """

    def __init__(self, width: float, height: float, title: str, ground: str) -> None:
        size = f'width="{number_in(width)}" height="{number_in(height)}"'
        self._lines = [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" '
            f'viewBox="0 0 {number_in(width)} {number_in(height)}">',
            f"<title>{escaped(title)}</title>",
        ]
        self.rect(0.0, 0.0, width, height, fill=ground)

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "none",
        radius: float = 0.0,
        line: str = "none",
        line_width: float = 1.0,
        opacity: float = 1.0,
    ) -> None:
        """Draw a rectangle with its line half inside and half outside."""
        numbers = {"x": x, "y": y, "width": width, "height": height, **({"rx": radius} if radius else {})}
        where = " ".join(f'{name}="{number_in(value)}"' for name, value in numbers.items())
        self._lines.append(f'<rect {where} fill="{fill}"{_stroke(line, line_width)}{_paleness(opacity)}/>')

    def path(
        self, way: str, *, line: str = "none", width: float = 1.0, opacity: float = 1.0, fill: str = "none"
    ) -> None:
        """Draw a path; see `line_through` and `curve_between` for ways."""
        self._lines.append(f'<path d="{way}" fill="{fill}"{_stroke(line, width)}{_paleness(opacity)}/>')

    def cells(
        self, x: float, y: float, width: float, height: float, colours: Sequence[Sequence[str]]
    ) -> None:
        """Draw a table of coloured cells without gaps, row by row; each has that width and height.

        Parameters
        ----------
        colours
            Of the cells of each row; an empty one leaves its cell out.
        """
        self._lines.append('<g shape-rendering="crispEdges">')
        for number, row in enumerate(colours):
            for place, colour in enumerate(row):
                if colour:
                    self.rect(x + place * width, y + number * height, width, height, fill=colour)
        self._lines.append("</g>")

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        fill: str,
        size: float,
        family: str,
        weight: int = 400,
        anchor: str = "start",
        width: float | None = None,
    ) -> None:
        """Write a line of text with its baseline at `y`.

        Parameters
        ----------
        width
            Where it is known: fonts that stand in for a missing one are as wide then.
        """
        at = f'x="{number_in(x)}" y="{number_in(y)}"'
        look = f'fill="{fill}" font-size="{number_in(size)}" font-family="{escaped(family)}"'
        bold = f' font-weight="{weight}"' if weight != 400 else ""
        placed = f' text-anchor="{anchor}"' if anchor != "start" else ""
        if width:
            placed += f' textLength="{number_in(width)}" lengthAdjust="spacingAndGlyphs"'
        self._lines.append(f'<text {at} {look}{bold}{placed} xml:space="preserve">{escaped(text)}</text>')

    def begin_group(self, title: str) -> None:
        """Let the shapes until `end_group` belong together; viewers show the title under the pointer."""
        self._lines += ["<g>", f"<title>{escaped(title)}</title>"]

    def end_group(self) -> None:
        """End the last group that was begun."""
        self._lines.append("</g>")

    def finished(self) -> str:
        """Return the text of the file."""
        return "\n".join([*self._lines, "</svg>", ""])


def line_through(points: Iterable[tuple[float, float]]) -> str:
    """Return the way through some points, straight from each to the next."""
    return "M" + "L".join(f"{number_in(x)} {number_in(y)}" for x, y in points)


def curve_between(start: tuple[float, float], end: tuple[float, float]) -> str:
    """Return the way between two points that leaves and arrives horizontally."""
    half = (start[0] + end[0]) / 2
    handles = f"{number_in(half)} {number_in(start[1])} {number_in(half)} {number_in(end[1])}"
    return f"M{number_in(start[0])} {number_in(start[1])}C{handles} {number_in(end[0])} {number_in(end[1])}"


def number_in(value: float) -> str:
    """Return a number in as few digits as a picture needs."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if round(value, 2) else "0"


def escaped(text: str) -> str:
    """Return a text as it stands in SVG: on one line, without what XML forbids."""
    return _FORBIDDEN.sub("�", text).translate(_SPACES).translate(_ESCAPES)


def _paleness(opacity: float) -> str:
    return f' opacity="{number_in(opacity)}"' if opacity < 1.0 else ""


def _stroke(colour: str, width: float) -> str:
    return "" if colour == "none" else f' stroke="{colour}" stroke-width="{number_in(width)}"'
