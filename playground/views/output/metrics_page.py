"""The metrics of the training and the test part."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from playground.models.diagnosis.metrics import Metrics, PartMetrics
from playground.style.theme import Theme, apply_to_tree
from playground.style.words import UNKNOWN, count_text, counted, loss_text, number_text, score_text, shortened
from playground.views.kit import Label, SegmentedControl
from playground.views.kit.plain_text import set_tip
from playground.views.kit.scroll_style import dress_scroll_area
from playground.views.kit.themed import Themed
from playground.views.output.confusion_matrix import ConfusionMatrix

MOST_CLASSES_BESIDE = 5
LONGEST_NAME = 20
PARTS = (("train", "Train"), ("test", "Test"))


class MetricsPage(Themed, QWidget):
    """Scrolls if it has no room; `head` holds the choice of the part and is shown beside the tabs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._metrics: Metrics | None = None
        self.part = SegmentedControl(
            PARTS, "Part of the data", "Whose figures are shown", value="test", height=32
        )
        self.head = self.part
        self.matrix = ConfusionMatrix()
        self._figures = QGridLayout()
        self._figures.setHorizontalSpacing(16)
        self._figures.setVerticalSpacing(4)
        self._values: dict[str, Label] = {}
        self._classes = QGridLayout()
        self._classes.setHorizontalSpacing(12)
        self._classes.setVerticalSpacing(2)
        self._class_labels: list[list[Label]] = []
        self._note = Label("", "caption", "ink3")
        content = QWidget()
        figures = QVBoxLayout()
        figures.addLayout(self._figures)
        figures.addStretch(1)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.setSpacing(16)
        self._top.addLayout(figures)
        self._top.addStretch(1)
        self._top.addWidget(self.matrix, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        column.addLayout(self._top)
        column.addLayout(self._classes)
        column.addWidget(self._note)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        scroll.setAccessibleName("Metrics")
        self._content, self._scroll = content, scroll
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        self.part.option_selected.connect(self._on_part_selected)

    @property
    def figures(self) -> dict[str, str]:
        """The figures on screen, by name."""
        return {name: label.text() for name, label in self._values.items()}

    def set_metrics(self, metrics: Metrics) -> None:
        """Show other figures."""
        self._metrics = metrics
        self._content.show()
        self._show()

    def clear(self) -> None:
        """Show nothing."""
        self._metrics = None
        self._content.hide()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        dress_scroll_area(self._scroll, theme)

    def _on_part_selected(self, _: str) -> None:
        self._show()

    def _show(self) -> None:
        if self._metrics is None:
            return
        part = self._metrics.train if self.part.value() == "train" else self._metrics.test
        self._show_figures(_figures(part, self._metrics))
        has_classes = part.confusion is not None
        self.matrix.setVisible(has_classes)
        if part.confusion is not None:
            self.matrix.set_counts(part.confusion, self._metrics.class_names)
            # Large matrices need the whole width.
            beside = len(part.confusion) <= MOST_CLASSES_BESIDE
            self._top.setDirection(
                QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
            )
        self._show_classes(part)
        rest = f"; measured on {count_text(part.n_judged)} of them" if part.n_judged < part.n_samples else ""
        self._note.set_text(counted(part.n_samples, "point") + rest)

    def _show_figures(self, figures: dict[str, str]) -> None:
        if figures.keys() != self._values.keys():
            for label in (*self._values.values(), *self._figures_names()):
                self._figures.removeWidget(label)
                label.deleteLater()
            self._values = {}
            for row, name in enumerate(figures):
                title, value = Label(name, "body", "ink2"), Label("", "selected")
                value.setAccessibleName(name)
                self._figures.addWidget(title, row, 0)
                self._figures.addWidget(value, row, 1, Qt.AlignmentFlag.AlignRight)
                self._values[name] = value
            self._dress()
        for name, text in figures.items():
            self._values[name].set_text(text)

    def _figures_names(self) -> list[QWidget]:
        items = [self._figures.itemAtPosition(row, 0) for row in range(self._figures.rowCount())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if widget is not None]

    def _show_classes(self, part: PartMetrics) -> None:
        """Show precision, recall and F1 of every class."""
        rows: list[tuple[str, ...]] = []
        if part.by_class is not None and self._metrics is not None:
            rows.append(("Class", "Precision", "Recall", "F1", "Points"))
            by_class = part.by_class
            columns = (by_class.precision, by_class.recall, by_class.f1)
            rows.extend(
                (
                    name,
                    *(score_text(float(scores[index]), is_share=True) for scores in columns),
                    count_text(float(by_class.support[index])),
                )
                for index, name in enumerate(self._metrics.class_names)
            )
        if len(rows) != len(self._class_labels):
            for label in (label for row in self._class_labels for label in row):
                self._classes.removeWidget(label)
                label.deleteLater()
            self._class_labels = []
            for number, texts in enumerate(rows):
                labels = [Label("", "caption", "ink3" if not number else "ink") for _ in texts]
                for column, label in enumerate(labels):
                    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
                    self._classes.addWidget(label, number, column, side)
                self._class_labels.append(labels)
            self._classes.setColumnStretch(0, 1)
            self._dress()
        for labels, texts in zip(self._class_labels, rows, strict=True):
            for label, text in zip(labels, texts, strict=True):
                label.set_text(shortened(text, LONGEST_NAME))
                set_tip(label, text)

    def _dress(self) -> None:
        """Give new labels the colours of the old ones."""
        apply_to_tree(self._content, self.theme)


def _figures(part: PartMetrics, metrics: Metrics) -> dict[str, str]:
    loss = loss_text(part.loss)
    if metrics.task == "regression":
        return {
            "Loss": loss,
            "R²": _figure(part.r2),
            "Mean absolute error": _figure(part.mean_absolute_error),
            "Root mean squared error": _figure(part.root_mean_squared_error),
        }
    return {
        "Loss": loss,
        "Accuracy": score_text(part.accuracy, is_share=True),
        "Precision": score_text(part.precision, is_share=True),
        "Recall": score_text(part.recall, is_share=True),
        "F1": score_text(part.f1, is_share=True),
    }


def _figure(value: float | None) -> str:
    return UNKNOWN if value is None else number_text(value)
