"""Which field answers which kind of question: a new kind is a line here."""

from __future__ import annotations

from collections.abc import Mapping

from playground.models.lessons.part import Question
from playground.models.lessons.parts.cells_question import CellsQuestion
from playground.models.lessons.parts.choice_question import ChoiceQuestion
from playground.models.lessons.parts.next_question import NextQuestion
from playground.models.lessons.parts.number_question import NumberQuestion
from playground.models.lessons.parts.point_question import PointQuestion
from playground.models.lessons.parts.sketch_question import SketchQuestion
from playground.views.lessons.answers.answer_field import AnswerField
from playground.views.lessons.answers.cells_pad import CellsPad
from playground.views.lessons.answers.choice_tiles import ChoiceTiles
from playground.views.lessons.answers.node_picker import NodePicker
from playground.views.lessons.answers.number_answer import NumberAnswer
from playground.views.lessons.answers.point_answer import PointAnswer
from playground.views.lessons.answers.sketch_pad import SketchPad

FIELDS: Mapping[type[Question], type[AnswerField]] = {
    CellsQuestion: CellsPad,
    ChoiceQuestion: ChoiceTiles,
    NumberQuestion: NumberAnswer,
    SketchQuestion: SketchPad,
    PointQuestion: PointAnswer,
    NextQuestion: NodePicker,
}
