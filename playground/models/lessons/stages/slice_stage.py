"""A stage of one curve: a loss, or the output of formulas, along one thing that is moved."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from playground.models.graph.formulas import read_formulas
from playground.models.lessons.language import Place, Type, Value, When
from playground.models.lessons.reading.block_reader import BlockReader
from playground.models.lessons.reading.lesson_source import Block, Entry
from playground.models.lessons.reading.named_runs import read_named_runs
from playground.models.lessons.slopes import GRADIENT, SHARPEST, FormulaLine, NetworkLine, Slice
from playground.models.lessons.stage import Stage
from playground.models.lessons.stages.formula_stage import FormulaLines
from playground.models.network.network import Network
from playground.models.run.session import Session
from playground.models.ticket import UNWATCHED, Ticket
from playground.style.words import exact_text, quoted

OPTIONS = ("along", "from", "to", "step", "parabola")
MOVED = ("value", "start", "step", "slope", "curvature")
HEIGHT = ("value", "start", "change", "tangent", "parabola")
RATE, WEIGHT, LOSS = "rate", "w", "L"
MOST_PARAMETERS, MOST_EPOCHS, SECONDS = 1000, 2000, 0.1
LARGEST = 1e6


@dataclass(frozen=True)
class SliceStage(Stage):
    """A curve with a point on it.

    Attributes
    ----------
    text
        Formulas; empty for the loss of the one network in `runs`.
    moved, height
        Names of what is moved and of what it changes.
    low, high
        Ends of the curve.
    step
        How far the point moves when it runs.
    has_parabola
        Whether the parabola of second order is drawn.
    epochs
        The network is trained so long before.
    along
        As in `NetworkLine`.
    """

    text: str = ""
    moved: str = RATE
    height: str = LOSS
    low: float = 0.0
    high: float = 1.0
    step: float = 0.1
    has_parabola: bool = False
    epochs: int = 0
    along: str | int = GRADIENT

    @property
    def formula(self) -> str:
        return "\n".join(line for line in self.text.split("\n") if line.strip())

    @property
    def movable(self) -> tuple[str, ...]:
        return (self.moved,)

    def type_of(self, name: str, quantity: str, places: Sequence[Place], when: When) -> Type:
        known = {self.moved: MOVED, self.height: HEIGHT}
        if name not in known:
            raise ValueError(f"speaks of {name!r}; there are {self.moved} and {self.height} here")
        if quantity not in known[name] or places or when is not None:
            raise ValueError(f"does not know {quantity!r} of {name}: choose {', '.join(known[name])}")
        return "number"

    def cut(self, ticket: Ticket = UNWATCHED) -> Slice:
        """Measure the curve.

        Raises
        ------
        ValueError
            There is no height or no slope where it begins, or the network cannot be trained.
        """
        if self.text:
            graph = read_formulas(self.text, {}, fold_sums=False).graph
            leaf = next(node.index for node in graph.leaves if node.name == self.moved)
            return Slice.of(FormulaLine(graph, leaf), self.low, self.high, graph.start[leaf])
        session = Session(self.runs[0].experiment)
        session.train_up_to(self.epochs, ticket.check, SECONDS)
        line = NetworkLine(session, self.along)
        return Slice.of(line, self.low, self.high, line.start)

    def outcomes(self, ticket: Ticket = UNWATCHED) -> dict[str, SliceOutcome]:
        cut = self.cut(ticket)
        return self.outcomes_at(cut, cut.start + self.step)

    def outcomes_at(self, cut: Slice, place: float) -> dict[str, SliceOutcome]:
        """Return what can be said with the point at a place."""
        height, step = cut.height(place), place - cut.start
        moved = {
            "value": place, "start": cut.start, "step": step, "slope": cut.slope, "curvature": cut.curvature,
        }  # fmt: skip
        changed = {
            "value": height,
            "start": cut.start_height,
            "change": height - cut.start_height,
            "tangent": cut.tangent(place) - cut.start_height,
            "parabola": cut.parabola(place) - cut.start_height,
        }
        return {self.moved: SliceOutcome(moved), self.height: SliceOutcome(changed)}


@dataclass(frozen=True)
class SliceOutcome:
    """Numbers of what is moved, or of what it changes."""

    numbers: Mapping[str, float]

    def value_of(self, quantity: str, places: Sequence[Place], when: When) -> Value:
        """Return a quantity."""
        return self.numbers.get(quantity, math.nan)


def read_slice(reader: BlockReader, block: Block) -> SliceStage | None:
    """Read a ``slice`` block: formulas, or one network; and what is moved from where to where."""
    is_formula = any("=" in line.partition("#")[0] for line in block.lines if ":" not in line)
    return _of_formulas(reader, block) if is_formula else _of_network(reader, block)


def _of_formulas(reader: BlockReader, block: Block) -> SliceStage | None:
    lines, before = FormulaLines(block), reader.n_faults
    graph = lines.graph(reader)
    entries = reader.entries(lines.options, block.line + 1)
    found = reader.values(block.line, "slice", entries, ("along", "from", "to", "step"), ("parabola",))
    if graph is None or found is None:
        return None
    leaves = [leaf.name for leaf in graph.leaves if not leaf.is_constant]
    moved = found["along"].value
    if moved not in leaves:
        reader.fault(found["along"].line, f"along: is one of {', '.join(leaves)}, not {quoted(moved)}")
        return None
    start = graph.start[next(leaf.index for leaf in graph.leaves if leaf.name == moved)]
    span = _span(reader, found, start)
    if span is None or reader.n_faults > before:
        return None
    low, high, step, has_parabola = span
    output = graph.nodes[graph.output].name
    return SliceStage(
        text=lines.text, moved=moved, height=output, low=low, high=high, step=step, has_parabola=has_parabola
    )


def _of_network(reader: BlockReader, block: Block) -> SliceStage | None:
    entries = reader.entries(block.lines, block.line + 1)
    found = read_named_runs(reader, block, entries, (*OPTIONS, "epochs"))
    if found is None:
        return None
    head, runs = found
    for key in ("along", "from", "to", "step"):
        if key not in head or not head[key].value:
            reader.fault(block.line, f"slice lacks {key}")
            return None
    if len(runs) != 1:
        reader.fault(block.line, "slice has one run, or formulas")
        return None
    network = reader.attempt(block.line, "", lambda: Network.of(runs[0].experiment))
    epochs = reader.bounded(head["epochs"], 0, MOST_EPOCHS) if "epochs" in head else 0.0
    if network is None or epochs is None:
        return None
    if network.experiment.normalises:
        reader.fault(block.line, "a slice takes networks without batch norm, whose loss depends on the batch")
        return None
    if network.n_parameters > MOST_PARAMETERS:
        reader.fault(block.line, f"a slice takes networks of up to {MOST_PARAMETERS:,} parameters")
        return None
    along = _along(reader, head["along"], network.n_parameters)
    start = 0.0 if not isinstance(along, int) else float(network.first_parameters[along])
    # A weight that is trained before stands elsewhere: its ends are checked when it is measured.
    span = _span(reader, head, None if isinstance(along, int) and epochs else start)
    if span is None or along is None:
        return None
    low, high, step, has_parabola = span
    moved = RATE if along == GRADIENT else WEIGHT
    return SliceStage(runs, "", moved, LOSS, low, high, step, has_parabola, round(epochs), along)


def _along(reader: BlockReader, entry: Entry, count: int) -> str | int | None:
    """Read ``gradient``, ``sharpest``, or ``weight 5``: its number from 0; None after a fault."""
    if entry.value in (GRADIENT, SHARPEST):
        return entry.value
    word, _, number = entry.value.partition(" ")
    if word == "weight" and number.strip().isdecimal() and 1 <= int(number[:9]) <= count:
        return int(number[:9]) - 1
    reader.fault(entry.line, f"along: is gradient, sharpest, or weight and its number from 1 to {count}")
    return None


def _span(
    reader: BlockReader, found: Mapping[str, Entry], start: float | None
) -> tuple[float, float, float, bool] | None:
    """Return the ends, the step, and whether there is a parabola; None after a fault."""
    low, high, step = (reader.bounded(found[key], -LARGEST, LARGEST) for key in ("from", "to", "step"))
    if low is None or high is None or step is None:
        return None
    if not low < high:
        reader.fault(found["to"].line, "to: must be larger than from")
        return None
    if start is not None and not (low <= start <= high and low <= start + step <= high and step):
        reader.fault(found["step"].line, f"step: must lead from {exact_text(start)} to another place inside")
        return None
    parabola = found["parabola"].value if "parabola" in found else "no"
    if parabola not in ("yes", "no"):
        reader.fault(found["parabola"].line, f"parabola: is yes or no, not {quoted(parabola)}")
        return None
    return low, high, step, parabola == "yes"
