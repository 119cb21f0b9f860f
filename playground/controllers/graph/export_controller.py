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
from playground.models.ticket import Ticket
from playground.style.words import number_text
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
        upstream = float(walk.gradients[parent.outputs[0]])
        numbers = number_text(upstream), number_text(local), number_text(upstream * local)
        is_whole = sum(block.operands.count(child.index) for block in graph.nodes) == 1
        output = graph.nodes[graph.output].name
        return [chain_rule(output, parent.name, child.name, numbers, is_whole=is_whole)]


class ExportController(QObject):
    """Makes text and pictures away from the window's thread."""

    def __init__(
        self, workbench: Workbench, screen: GraphScreen, graph: GraphController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workbench, self._screen, self._graph = workbench, screen, graph
        self._dialogs = OpenDialog(self)
        self._saving: tuple[str, _Moment] | None = None
        self._copied = ""
        self._job = Job("graph export", self, finishes=True)
        self._job.done.connect(self._on_job_done)
        self._job.refused.connect(self._on_job_refused)
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
        if moment is not None and not self._is_busy():
            self._copied = key
            self._job.order(partial(_made, key, moment))

    @Slot(str)
    def _on_view_save_wanted(self, key: str) -> None:
        moment = self._moment()
        if moment is None:
            return
        self._saving = key, moment
        suffix = Path(FILES[key]).suffix
        dialog = QFileDialog(self._screen.window(), f"Save as {TITLES[key]}", FILES[key])
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{TITLES[key]} (*{suffix})")
        dialog.setDefaultSuffix(suffix.removeprefix("."))
        dialog.fileSelected.connect(self._on_file_selected)
        self._dialogs.show(dialog)

    @Slot(str)
    def _on_file_selected(self, name: str) -> None:
        if self._saving is not None and not self._is_busy():
            self._copied = ""
            self._job.order(partial(_saved, *self._saving, Path(name)))
        self._saving = None

    def _is_busy(self) -> bool:
        """Say that a file is being written, if so: it is not given up for another one."""
        if self._job.is_busy:
            self._workbench.say(Notice(BUSY, "advice"))
        return self._job.is_busy

    @Slot(object)
    def _on_job_done(self, result: str | QImage) -> None:
        key, self._copied = self._copied, ""
        if not key:
            self._workbench.say(Notice(f"Written to {result}."))
            return
        clipboard = QGuiApplication.clipboard()
        if isinstance(result, QImage):
            clipboard.setImage(result)
        else:
            data = QMimeData()
            data.setText(result)
            if key == "svg":
                data.setData(SVG_KIND, result.encode())
            clipboard.setMimeData(data)
        self._workbench.say(Notice(f"Copied as {TITLES[key]}."))

    @Slot(str)
    def _on_job_refused(self, reason: str) -> None:
        what = "copied" if self._copied else "written"
        self._copied = ""
        self._workbench.say(Notice(f"Nothing was {what}: {reason}.", "problem"))


def _svg(moment: _Moment) -> str:
    picture = moment.picture
    return drawn_svg(picture.size, moment.title, picture.theme.bg, picture.draw)


def _png(moment: _Moment) -> QImage:
    picture = moment.picture
    return drawn_image(picture.size, picture.theme.bg, picture.draw)


def _latex(moment: _Moment) -> str:
    return latex_of(moment.walk.graph.scalars, moment.walk.leaves, moment.chain_rule())


MAKERS: dict[str, Callable[[_Moment], str | QImage]] = {
    "svg": _svg,
    "png": _png,
    "dot": lambda moment: dot_of(moment.shown),
    "mermaid": lambda moment: mermaid_of(moment.shown),
    "python": lambda moment: EngineCode(moment.walk.graph.scalars, moment.walk.leaves).text(),
    "torch": lambda moment: TorchCode(moment.walk.graph.scalars, moment.walk.leaves).text(),
    "latex": _latex,
}


def _made(key: str, moment: _Moment, _: Ticket) -> str | QImage:
    return MAKERS[key](moment)


def _saved(key: str, moment: _Moment, path: Path, _: Ticket) -> str:
    """Write a file, even if the window is closing, and return its name."""
    content = MAKERS[key](moment)
    write_whole(path, png_of(content) if isinstance(content, QImage) else content.encode())
    return shown_name(path)
