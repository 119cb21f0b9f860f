"""What a widget paints as text, read from the drawing itself: shortened here is shortened on screen."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QPoint
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication, QWidget

SVG = "{http://www.w3.org/2000/svg}"
# Fonts of one line differ a little in where their baselines lie.
SAME_LINE = 6.0


@dataclass(frozen=True)
class Text:
    """A text, the left end of its baseline, its colour, such as `#14181f`, and its size on screen."""

    text: str
    x: float
    y: float
    ink: str
    size: float = 0.0


def settle() -> None:
    """Let layouts take in what came and what went, as they do before the next picture on screen."""
    for _ in range(5):  # a layout in a layout is told by the one inside
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def painted_texts(widget: QWidget) -> list[Text]:
    """Return all that a widget and its children write, in the order of writing."""
    settle()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.ReadWrite)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(widget.size())
    widget.render(generator, QPoint())
    del generator
    found = []
    for group in ElementTree.fromstring(buffer.data().data()).iter(f"{SVG}g"):
        for node in group.findall(f"{SVG}text"):
            transform = group.get("transform", "matrix(1,0,0,1,0,0)")
            a, b, c, d, dx, dy = map(float, transform.removeprefix("matrix(").rstrip(")").split(","))
            x, y = float(node.get("x", "0")), float(node.get("y", "0"))
            text, ink = "".join(node.itertext()), node.get("fill", "")
            size = d * float(node.get("font-size", "0"))
            found.append(Text(text, a * x + c * y + dx, b * x + d * y + dy, ink, size))
    return found


def painted_lines(widget: QWidget) -> list[list[str]]:
    """Return the lines from top to bottom, the texts of each from left to right."""
    lines: list[list[Text]] = []
    for text in sorted(painted_texts(widget), key=lambda text: text.y):
        if lines and text.y - lines[-1][0].y < SAME_LINE:
            lines[-1].append(text)
        else:
            lines.append([text])
    return [[text.text for text in sorted(line, key=lambda text: text.x)] for line in lines]
