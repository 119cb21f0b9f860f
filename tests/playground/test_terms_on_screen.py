"""Every technical term on screen has its sentence in the glossary, and every sentence there its place."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

from playground.models.examples.shelf import FOLDER as EXAMPLES
from playground.models.examples.shelf import read_shelf
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.settings import Choice, settings_of
from playground.models.lessons.shelf import FOLDER as LESSONS
from playground.style.glossary import FILE, glossary, words_of
from playground.style.theme import LIGHT
from playground.views.data.formula_dialog import FormulaDialog
from playground.views.data.table_dialog import TableDialog
from playground.views.diagnosis.overfit_dialog import OverfitDialog
from playground.views.graph.operations.operation_dialog import OperationDialog
from playground.views.window.dialogs import about_dialog
from playground.views.window.question_dialog import QuestionDialog
from playground.views.window.shortcut_sheet import ShortcutSheet
from tests.playground.actions import PATIENCE_MS, train_until, wait_for_experiment
from tests.playground.captions import captions_in
from tests.sources import sources

PLAIN_WORDS = Path(__file__).parent / "plain_words.txt"
MODES = ("graph", "compare", "lessons", "train")


def words_without_entry(captions: set[str]) -> dict[str, str]:
    """Words that are neither part of a term nor plain, each with a caption that has it."""
    plain = set(words_of(PLAIN_WORDS.read_text(encoding="utf-8")))
    unknown = ((word, caption) for caption in sorted(captions) for word in glossary().unknown(caption))
    return {word: text for word, text in unknown if word.isalpha() and len(word) > 1 and word not in plain}


def captions_of_settings() -> set[str]:
    """Labels of all settings, and of all that can be chosen in one."""
    table = settings_of(Experiment)
    options = {
        title for it in table.values() if isinstance(it.kind, Choice) for title in it.kind.options.values()
    }
    return {it.label for it in table.values()} | {it.caption for it in table.values()} | options


def texts_of_sources() -> set[str]:
    """All texts in the sources of the window, without docstrings."""
    nodes = [node for source in sources() for node in source.nodes]
    docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    constants = (node for node in nodes if isinstance(node, ast.Constant) and id(node) not in docstrings)
    return {node.value for node in constants if isinstance(node.value, str)}


def test_that_every_technical_term_on_screen_has_an_entry_and_every_entry_a_place(open_playground, qtbot):
    playground = open_playground(dataset="xor", hidden=(2,))
    window = playground.window
    train_until(qtbot, playground, 1)
    captions = captions_of_settings()
    window.output.tabs.tabs.pick(1)
    for dataset in ("plane", "xor"):  # a number to predict, and classes
        playground.workbench.change(dataset=dataset, loss="squared_error")
        wait_for_experiment(qtbot, playground, dataset=dataset)
        with qtbot.waitSignal(playground.workbench.frame_changed, timeout=PATIENCE_MS):
            pass
        captions |= captions_in(window.output)
    window.compare.runs.keep_wanted.emit()
    shelf = read_shelf()
    window.examples.set_shelf(shelf, EXAMPLES)
    for mode in MODES:
        window.header.mode_selected.emit(mode)
        with qtbot.waitSignal(playground.workbench.frame_changed, timeout=PATIENCE_MS):
            pass
    dialogs = (
        TableDialog("table.csv", LIGHT, window), FormulaDialog(LIGHT, None, window),
        ShortcutSheet(LIGHT, window), OperationDialog(LIGHT, {}, parent=window),
        OverfitDialog(LIGHT, window, has_classes=True),
        about_dialog(LIGHT, None, window), QuestionDialog("Save?", "Save it?", LIGHT, window),
    )  # fmt: skip
    for root in (window, *dialogs):
        captions |= captions_in(root)
    lessons = "".join(path.read_text(encoding="utf-8") for path in LESSONS.glob("*.md"))
    titles = "".join(example.title for example in shelf.examples)
    missing = words_without_entry({text for text in captions if text not in lessons and text not in titles})
    assert not missing, f"technical (a line in {FILE.name}) or plain (in {PLAIN_WORDS.name})? {missing}"
    texts = (*captions, *texts_of_sources(), *(term.sentence for term in glossary().terms), lessons)
    uses = Counter(term for text in texts for term in glossary().find(text))
    assert not [term.name for term in glossary().terms if uses[term] < 2], "its own sentence alone has it"
