"""Copies and saves the graph on screen, and the formula behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QMimeData, QObject, Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from playground.controllers.graph.graph_controller import GraphController
from playground.exporters.graph.dot import dot_of
from playground.exporters.graph.engine_code import EngineCode
from playground.exporters.graph.image import drawn_image, too_large_for_png
from playground.exporters.graph.latex import chain_rule, latex_of, too_long_for_latex
from playground.exporters.graph.mermaid import mermaid_of, too_large_for_mermaid
from playground.exporters.graph.shown_graph import ShownGraph
from playground.exporters.graph.svg import drawn_svg
from playground.exporters.graph.torch_code import TorchCode
from playground.exporters.png import png_of
from playground.models.experiment.atomic_file import write_whole
from playground.models.experiment.notice import Notice
from playground.models.experiment.regular_file import shown_name
from playground.models.graph.route import Step
from playground.models.graph.steps import Walk
from playground.models.ticket import UNWATCHED, Ticket
from playground.views.graph.exports.export_card import FORMATS
from playground.views.graph.graph_screen import GraphScreen
from playground.views.graph.picture.whole_picture import WholePicture
from playground.views.kit.open_dialog import OpenDialog
from playground.workbench import Workbench
from playground.workers.background import Job

FILES = {
    "svg": "graph.svg", "png": "graph.png", "dot": "graph.dot", "mermaid": "graph.mmd",
    "python": "formula.py", "torch": "formula_torch.py", "latex": "formula.tex",
}  # fmt: skip
TITLES = {key: title for _, formats in FORMATS for key, title, _ in formats}
SVG_KIND = "image/svg+xml"
NO_GRAPH = "There is no graph of what is typed: the left column says why"
BUSY = "The last file is still being written: try again in a moment."


@dataclass(frozen=True, eq=False)
class _Moment:
    """What was on screen when an export was asked for: training goes on meanwhile."""

    picture: WholePicture
    walk: Walk

    @property
    def title(self) -> str:
        graph = self.picture.graph
        return f"The computation graph of {graph.nodes[graph.output].label}"

    @property
    def shown(self) -> ShownGraph:
        view, graph = self.picture.view, self.picture.graph
        derivatives = None
        if view.local is not None:
            steps = [
                Step(block.index, place) for block in graph.nodes for place in range(len(block.operands))
            ]
            derivatives = np.array([view.local(step) for step in steps], float)
        return ShownGraph(graph, view.values, view.gradients, view.has_value, view.has_gradient, derivatives)

    def refusals(self) -> dict[str, str]:
        """Return why formats cannot be had."""
        reasons = {
            "png": too_large_for_png(self.picture.size),
            "mermaid": too_large_for_mermaid(self.picture.graph),
            "latex": too_long_for_latex(self.picture.graph.scalars),
        }
        return {key: reason for key, reason in reasons.items() if reason}

    def chain_rule(self) -> list[str]:
        """Return the line of this step if it is one of the backward pass, between two single numbers."""
        view, graph, walk = self.picture.view, self.picture.graph, self.walk
        node, operand = view.now or (0, None)
        if operand is None or walk.route.mistake:
            return []
        parent, child = graph.nodes[node], graph.nodes[graph.nodes[node].operands[operand]]
        local = walk.local(Step(node, operand))
        if local is None:
            return []
        numbers = float(walk.gradients[parent.outputs[0]]), local
        is_whole = sum(block.operands.count(child.index) for block in graph.nodes) == 1
        output = graph.nodes[graph.output].name
        return [chain_rule(output, parent.name, child.name, numbers, is_whole=is_whole)]


@dataclass(frozen=True, eq=False)
class _Copied:
    """What goes to the clipboard."""

    key: str
    content: str | QImage


class ExportController(QObject):
    """Makes text and pictures away from the window's thread."""

    def __init__(
        self, workbench: Workbench, screen: GraphScreen, graph: GraphController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workbench, self._screen, self._graph = workbench, screen, graph
        self._dialogs = OpenDialog(self)
        self._chosen: tuple[str, _Moment] | None = None
        self._copying, self._saving = Job("graph copy", self), Job("graph export", self, finishes=True)
        self._copying.done.connect(self._on_copying_done)
        self._copying.refused.connect(self._on_copying_refused)
        self._saving.done.connect(self._on_saving_done)
        self._saving.refused.connect(self._on_saving_refused)
        screen.exports_wanted.connect(self._on_view_exports_wanted)
        screen.exports.copy_wanted.connect(self._on_view_copy_wanted)
        screen.exports.save_wanted.connect(self._on_view_save_wanted)

    @property
    def dialog(self) -> QFileDialog | None:
        """The dialog that is open."""
        found = self._dialogs.now
        return found if isinstance(found, QFileDialog) else None

    def _moment(self) -> _Moment | None:
        picture, walk = self._screen.canvas.picture, self._graph.walk
        if picture is None or walk is None or walk.graph is not picture.graph:
            return None
        return _Moment(picture, walk)

    @Slot()
    def _on_view_exports_wanted(self) -> None:
        moment = self._moment()
        self._screen.exports.open(dict.fromkeys(FILES, NO_GRAPH) if moment is None else moment.refusals())

    @Slot(str)
    def _on_view_copy_wanted(self, key: str) -> None:
        moment = self._moment()
        if moment is not None:
            self._copying.order(partial(_copied, key, moment))

    @Slot(str)
    def _on_view_save_wanted(self, key: str) -> None:
        moment = self._moment()
        if moment is None:
            return
        self._chosen = key, moment
        suffix = Path(FILES[key]).suffix
        dialog = QFileDialog(self._screen.window(), f"Save as {TITLES[key]}", FILES[key])
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{TITLES[key]} (*{suffix})")
        dialog.setDefaultSuffix(suffix.removeprefix("."))
        dialog.fileSelected.connect(self._on_file_selected)
        self._dialogs.show(dialog)

    @Slot(str)
    def _on_file_selected(self, name: str) -> None:
        chosen, self._chosen = self._chosen, None
        if self._saving.is_busy:
            self._workbench.say(Notice(BUSY, "advice"))
        elif chosen is not None:
            self._saving.order(partial(_saved, *chosen, Path(name)))

    @Slot(object)
    def _on_copying_done(self, copied: _Copied) -> None:
        clipboard = QGuiApplication.clipboard()
        if isinstance(copied.content, QImage):
            clipboard.setImage(copied.content)
        else:
            data = QMimeData()
            data.setText(copied.content)
            if copied.key == "svg":
                data.setData(SVG_KIND, copied.content.encode())
            clipboard.setMimeData(data)
        self._workbench.say(Notice(f"Copied as {TITLES[copied.key]}."))

    @Slot(str)
    def _on_copying_refused(self, reason: str) -> None:
        self._workbench.say(Notice(f"Nothing was copied: {reason}.", "problem"))

    @Slot(object)
    def _on_saving_done(self, name: str) -> None:
        self._workbench.say(Notice(f"Written to {name}."))

    @Slot(str)
    def _on_saving_refused(self, reason: str) -> None:
        self._workbench.say(Notice(f"Nothing was written: {reason}.", "problem"))


def _svg(moment: _Moment, ticket: Ticket) -> str:
    picture = moment.picture
    return drawn_svg(picture.size, moment.title, picture.theme.bg, picture.draw, ticket)


def _png(moment: _Moment, _: Ticket) -> QImage:
    picture = moment.picture
    return drawn_image(picture.size, picture.theme.bg, picture.draw)


def _dot(moment: _Moment, _: Ticket) -> str:
    return dot_of(moment.shown)


def _mermaid(moment: _Moment, _: Ticket) -> str:
    return mermaid_of(moment.shown)


def _python(moment: _Moment, _: Ticket) -> str:
    return EngineCode(moment.walk.graph.scalars, moment.walk.leaves).text()


def _torch(moment: _Moment, _: Ticket) -> str:
    return TorchCode(moment.walk.graph.scalars, moment.walk.leaves).text()


def _latex(moment: _Moment, _: Ticket) -> str:
    return latex_of(moment.walk.graph.scalars, moment.walk.leaves, moment.chain_rule())


MAKERS: dict[str, Callable[[_Moment, Ticket], str | QImage]] = {
    "svg": _svg, "png": _png, "dot": _dot, "mermaid": _mermaid, "python": _python, "torch": _torch,
    "latex": _latex,
}  # fmt: skip


def _copied(key: str, moment: _Moment, ticket: Ticket) -> _Copied:
    return _Copied(key, MAKERS[key](moment, ticket))


def _saved(key: str, moment: _Moment, path: Path, _: Ticket) -> str:
    """Write a file, even if the window is closing, and return its name."""
    content = MAKERS[key](moment, UNWATCHED)
    write_whole(path, png_of(content) if isinstance(content, QImage) else content.encode())
    return shown_name(path)
