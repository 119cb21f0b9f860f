"""Tables of the report, as rows of text that the terminal and the document show alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.benchmarks.goals import COLUMNS, GOALS, verdict
from tests.benchmarks.growth import exponents
from tests.benchmarks.measure import median_ratio
from tests.benchmarks.stations import Result

BLANK = ""
Results = Mapping[str, Mapping[str, Result]]


@dataclass(frozen=True)
class Table:
    """A title, the names of the columns, the rows, and what the reader must know."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""

    def markdown(self) -> str:
        """Return the table as Markdown, columns padded for readers of the source."""
        cells = [list(self.columns), *[list(row) for row in self.rows]]
        widths = [max(3, *(len(row[i]) for row in cells)) for i in range(len(self.columns))]
        lines = [
            "| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |" for row in cells
        ]
        rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
        lines.insert(1, "| " + " | ".join(rule) + " |")
        return "\n".join([f"## {self.title}", "", *([self.note, ""] if self.note else []), *lines])


def number(value: float) -> str:
    """Return three significant digits, thousands with a comma."""
    if value >= 100:
        digits = len(str(int(value))) - 3
        return f"{round(value, -digits):,.0f}"
    return f"{value:.3g}"


def rate_table(title: str, results: Results, unit: str, note: str = "") -> Table:
    """Return units of work a second: a row a peer, a column a workload."""
    peers = list(next(iter(results.values())))
    rows = []
    for peer in peers:
        found = [by_peer[peer].contender for by_peer in results.values()]
        rows.append([peer, *(number(1.0 / c.median) if c else BLANK for c in found)])
    return Table(title, [unit, *results], rows, note)


def ratio_table(results: Results, ours: str) -> Table:
    """Return how many times faster `ours` is than each other peer, without judging it."""
    rows = [
        [peer, *(_ratio(by_peer, peer, ours) for by_peer in results.values())]
        for peer in next(iter(results.values()))
        if peer != ours
    ]
    note = f"Median over the rounds of the peer's time divided by the time of {ours}."
    return Table(f"Speed ratio of {ours} to each peer", ["peer", *results], rows, note)


def _ratio(by_peer: Mapping[str, Result], peer: str, ours: str) -> str:
    theirs, mine = by_peer[peer].contender, by_peer[ours].contender
    return number(median_ratio(theirs, mine)) if theirs and mine else BLANK


def goals_table(results: Results, ours: str) -> Table:
    """Return the ratios with the goal and the floor (half of it) beside each."""
    rows = []
    for peer, goals in GOALS.items():
        measured: list[str] = []
        for column, goal in zip(COLUMNS, goals, strict=True):
            theirs, mine = results[column][peer].contender, results[column][ours].contender
            if theirs is None or mine is None:
                measured.append(BLANK)
                continue
            ratio = median_ratio(theirs, mine)
            measured.append(f"{number(ratio)} ({verdict(ratio, goal)})")
        rows += [
            [peer, *measured],
            ["goal / floor", *(f"{number(goal)} / {number(goal / 2)}" for goal in goals)],
        ]
    note = (
        "How many times faster: medians over the interleaved rounds, float64, one thread. In brackets whether"
        " the goal is reached, only the floor (half of the goal), or neither."
    )
    return Table(f"{ours[:1].upper()}{ours[1:]} against the goals", ["peer", *COLUMNS], rows, note)


def check_table(results: Results) -> Table:
    """Return what was found of losses, and from how many samples a slow peer's time is extrapolated."""
    rows = []
    for peer in next(iter(results.values())):
        cells = []
        for by_peer in results.values():
            result = by_peer[peer]
            cells.append(f"{result.check}; timed on {result.samples}" if result.samples else result.check)
        rows.append([peer, *cells])
    note = (
        "The same training: relative difference of the loss to the array backend's (for W5 the largest"
        " difference of a neuron), at most 1e-6. Peers that would take seconds an epoch are compared and"
        " timed on the first samples, and their time is scaled up; they gain by it, since smaller graphs"
        " spare Python's collector."
    )
    return Table("Checks", ["peer", *results], rows, note)


def growth_table(title: str, size: str, times: Mapping[str, Mapping[int, float]], note: str) -> Table:
    """Return milliseconds an epoch by size, and the fitted exponents."""
    sizes = list(next(iter(times.values())))
    rows = []
    for peer, by_size in times.items():
        overall, last = exponents(dict(by_size))
        rows.append([peer, *(number(1e3 * by_size[n]) for n in sizes), f"{overall:.2f}", f"{last:.2f}"])
    columns = [f"ms an epoch, {size}:", *(f"{n:,}" for n in sizes), "exponent", "last two"]
    return Table(title, columns, rows, note)


def first_epoch_table(times: Mapping[tuple[str, str], float]) -> Table:
    """Return milliseconds from a changed architecture to the first trained epoch."""
    names = list(dict.fromkeys(name for name, _ in times))
    rows = [
        [f"this engine, {backend}", *(number(1e3 * times[name, backend]) for name in names)]
        for backend in dict.fromkeys(backend for _, backend in times)
    ]
    note = (
        "Network, trainer and one epoch, after the same network with one neuron more in its first hidden"
        " layer, each in a new process; wall clock. The largest network that the window draws trains on"
        " Digits, batch 32."
    )
    return Table("W6: from a changed architecture to the first trained epoch", ["ms", *names], rows, note)
