"""Icons from resources/icons, drawn in any colour and size."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from playground.resource_files import RESOURCES

FOLDER = RESOURCES / "icons"


def icon_names() -> list[str]:
    """The names of all icons, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.svg"))


def pixmap(name: str, color: str, size: int = 18, ratio: float | None = None) -> QPixmap:
    """The icon ``name`` as a square pixmap of ``size`` logical pixels.

    Parameters
    ----------
    color
        Takes the place of ``currentColor``, as ``#RRGGBB``.
    ratio
        Device pixels per logical pixel; the application's by default.

    Raises
    ------
    FileNotFoundError
        If there is no such icon.
    """
    if ratio is None:
        application = QGuiApplication.instance()
        ratio = application.devicePixelRatio() if isinstance(application, QGuiApplication) else 1.0
    return _pixmap(name, color, size, ratio)


def icon(name: str, color: str, size: int = 18) -> QIcon:
    """The icon ``name`` as a ``QIcon``, for menus and actions."""
    return QIcon(pixmap(name, color, size))


def draw_icon(painter: QPainter, name: str, color: str, rect: QRectF) -> None:
    """Paint the icon ``name`` into ``rect``, sharp at the painter's scale."""
    size = round(min(rect.width(), rect.height()))
    # Unlike the device's own ratio, this also works for a widget rendered into a larger picture.
    ratio = max(1.0, painter.deviceTransform().m11())
    image = _pixmap(name, color, size, ratio)
    center = rect.center()
    painter.drawPixmap(round(center.x() - size / 2), round(center.y() - size / 2), image)


@cache
def _source(name: str) -> str:
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _pixmap(name: str, color: str, size: int, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", color).encode()))
    image = QImage(QSize(round(size * ratio), round(size * ratio)), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(image.rect()))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(image)
