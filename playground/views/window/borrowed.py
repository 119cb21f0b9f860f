"""A widget that is shown elsewhere for a while."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QWidget


class Borrowed:
    """Takes a widget out of its parent's layout and puts it back into the same place.

    Raises
    ------
    ValueError
        The widget is in no layout.
    """

    def __init__(self, widget: QWidget) -> None:
        parent = widget.parentWidget()
        layout = None if parent is None else parent.layout()
        if layout is None or layout.indexOf(widget) < 0:
            raise ValueError("only a widget in its parent's layout can be borrowed")
        self.widget = widget
        self._layout, self._size = layout, widget.size()
        # A placeholder of the same size, so that nothing around it moves.
        self._place = QWidget()
        self._place.setSizePolicy(widget.sizePolicy())
        if widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Fixed:
            self._place.setFixedSize(widget.size())
        layout.replaceWidget(widget, self._place)

    def give_back(self) -> None:
        """Put the widget where it was, at the size it had."""
        self._layout.replaceWidget(self._place, self.widget)
        self._place.hide()
        self._place.deleteLater()
        if self.widget.minimumSize() == self.widget.maximumSize():
            self.widget.setFixedSize(self._size)
        self.widget.show()
