"""Applies the themes in Qt: palette, application font, and the choice between light and dark."""

from __future__ import annotations

from functools import cache
from threading import get_ident

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from playground.style.palette import DARK, LIGHT, Theme

__all__ = [
    "DARK",
    "LIGHT",
    "Theme",
    "ThemeManager",
    "apply_theme",
    "apply_to_tree",
    "color",
    "font",
    "line_height",
]

SYSTEM = "system"
THEMES = {theme.name: theme for theme in (LIGHT, DARK)}

_TEXT_FAMILY = "Inter"
_CODE_FAMILY = "JetBrains Mono"

# role: (size in px, line height in px, weight, monospaced)
_ROLES: dict[str, tuple[int, int, int, bool]] = {
    "metric": (18, 24, 600, False),
    "epoch": (15, 19, 600, False),
    "section_title": (14, 20, 600, False),
    "body": (13, 18, 400, False),
    "selected": (13, 18, 600, False),
    "button": (13, 18, 500, False),
    "caption": (12, 16, 400, False),
    "caption_strong": (12, 16, 600, False),
    "tick": (11, 16, 400, False),
    "tick_strong": (11, 16, 600, False),
    "lesson_title": (24, 32, 600, False),
    "lesson": (15, 24, 400, False),
    "question": (18, 24, 600, False),
    "lesson_code": (13, 24, 400, True),
    "code": (12, 20, 400, True),
    "inspector_code": (11, 19, 400, True),
    "graph_value": (13, 18, 400, True),
    "graph_gradient": (12, 16, 400, True),
}


def color(value: str, alpha: float = 1.0) -> QColor:
    """A theme colour as a ``QColor``, with an opacity between 0 and 1."""
    result = QColor(value)
    result.setAlphaF(alpha)
    return result


def font(role: str) -> QFont:
    """The font of a role such as ``"body"``, ``"caption"``, ``"metric"`` or ``"code"``.

    Needs a ``QGuiApplication``. Digits are tabular, so that running numbers do not jitter.
    """
    return QFont(_font(role, get_ident()))


def line_height(role: str) -> int:
    """The line height of a role in logical pixels."""
    return _ROLES[role][1]


@cache
def _font(role: str, _thread: int) -> QFont:
    # Copies of a font share what Qt loads for it, which threads must not: each has its own.
    size, _, weight, monospaced = _ROLES[role]
    result = _base_font(monospaced)
    result.setPixelSize(size)
    result.setWeight(QFont.Weight(weight))
    # Whole-pixel hinting spaces small text unevenly, which shows at 13 px.
    result.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


def _base_font(monospaced: bool) -> QFont:
    family = _CODE_FAMILY if monospaced else _TEXT_FAMILY
    if family in QFontDatabase.families():
        return QFont(family)
    wanted = QFontDatabase.SystemFont.FixedFont if monospaced else QFontDatabase.SystemFont.GeneralFont
    return QFontDatabase.systemFont(wanted)


def build_palette(theme: Theme) -> QPalette:
    """The Qt palette of a theme, for the few widgets that we do not paint ourselves."""
    role = QPalette.ColorRole
    palette = QPalette()
    for name, value in {
        role.Window: theme.bg,
        role.WindowText: theme.ink,
        role.Base: theme.field,
        role.AlternateBase: theme.inset,
        role.Text: theme.ink,
        role.PlaceholderText: theme.ink3,
        role.Button: theme.surface,
        role.ButtonText: theme.ink2,
        role.BrightText: theme.danger,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Accent: theme.accent,
        role.Link: theme.accent_text,
        role.LinkVisited: theme.accent_text,
        role.ToolTipBase: theme.ink if not theme.is_dark else theme.inset2,
        role.ToolTipText: theme.surface if not theme.is_dark else theme.ink,
        role.Light: theme.surface,
        role.Midlight: theme.inset,
        role.Mid: theme.ctl,
        role.Dark: theme.ctl2,
        role.Shadow: theme.shadow,
    }.items():
        palette.setColor(name, QColor(value))
    disabled = QPalette.ColorGroup.Disabled
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(disabled, name, QColor(theme.disabled))
    palette.setColor(disabled, role.Highlight, QColor(theme.inset2))
    return palette


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Style the whole application: Fusion, our palette, the body font and the tooltips."""
    if app.style().objectName().lower() != "fusion":
        app.setStyle("Fusion")
    palette = build_palette(theme)
    app.setPalette(palette)
    app.setFont(font("body"))
    QToolTip.setPalette(palette)
    QToolTip.setFont(font("caption"))


def apply_to_tree(root: QWidget, theme: Theme) -> None:
    """Call ``set_theme`` on every widget below ``root`` that has one, then on ``root``.

    A window that asks for a repaint before its content does is painted by Qt with all its content, and then
    the content again.
    """
    for widget in (*root.findChildren(QWidget), root):
        set_theme = getattr(widget, "set_theme", None)
        if set_theme is not None:
            set_theme(theme)


class ThemeManager(QObject):
    """Holds the current theme and signals changes.

    Parameters
    ----------
    app
        Restyled at every change.
    preference
        ``"light"``, ``"dark"``, or ``"system"`` to follow the desktop, if Qt knows its scheme.
    """

    theme_changed = Signal(object)

    def __init__(self, app: QApplication, preference: str = SYSTEM, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._preference = preference
        self._theme = self._wanted()
        apply_theme(app, self._theme)
        app.styleHints().colorSchemeChanged.connect(self._on_system_scheme_changed)

    @property
    def theme(self) -> Theme:
        return self._theme

    @property
    def preference(self) -> str:
        """What was asked for: ``"system"``, ``"light"`` or ``"dark"``."""
        return self._preference

    def set_theme(self, preference: str | Theme) -> None:
        """Set a theme, its name, or ``"system"``.

        Raises
        ------
        ValueError
            If the name is none of these.
        """
        name = preference.name if isinstance(preference, Theme) else preference
        if name != SYSTEM and name not in THEMES:
            raise ValueError(f"No such theme: {name!r}. Take 'system', 'light' or 'dark'.")
        self._preference = name
        self._refresh()

    def toggle(self) -> None:
        """Switch between light and dark, and no longer follow the desktop."""
        self.set_theme(LIGHT if self._theme.is_dark else DARK)

    def _wanted(self) -> Theme:
        if self._preference in THEMES:
            return THEMES[self._preference]
        scheme = QGuiApplication.styleHints().colorScheme()
        return DARK if scheme == Qt.ColorScheme.Dark else LIGHT

    def _refresh(self) -> None:
        wanted = self._wanted()
        if wanted is self._theme:
            return
        self._theme = wanted
        apply_theme(self._app, wanted)
        self.theme_changed.emit(wanted)

    @Slot()
    def _on_system_scheme_changed(self) -> None:
        self._refresh()
