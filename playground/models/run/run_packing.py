"""Packs runs into JSON values and arrays; shared parts are stored once, and shared again when read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any, TypeVar, get_args

import numpy as np
from numpy.typing import NDArray

from engine.optimizers import KINDS, Optimizer
from engine.training.checkpoint import LARGEST_COUNT
from engine.training.task import TrainingState
from playground.models.data.data_source import DataSource, source_from_dict, source_to_dict
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.json_text import is_number, is_whole
from playground.models.network.network import Network
from playground.models.run.effort import MOST_POINTS, Effort
from playground.models.run.history import COLUMNS, MOST_ROWS, History
from playground.models.run.log import KEYFRAME_SECONDS, LIMITS, MOST_BYTES, Best, Kind, RunLog, Stretch
from playground.models.run.run import Run

# The arrays and their types.
TYPES = {"numbers": "<f8", "counters": "<i8", "losses": "<f8", "history": "<f8", "measured": "<f8"}
_COUNTERS = ("updates", "epoch", "step", "position")
_LOSSES = ("running_loss", "last_train_loss")
MOST_SECONDS = 1e9
T = TypeVar("T")
Array = NDArray[Any]


class Packer:
    """Packs runs one by one; `manifest` and `arrays` hold all of them."""

    def __init__(self) -> None:
        self._sources: list[DataSource] = []
        self._networks: dict[int, tuple[int, Network]] = {}
        self._states: dict[int, tuple[int, TrainingState]] = {}
        self._runs: list[dict[str, Any]] = []
        self._histories: list[History] = []

    def add(self, run: Run, most_bytes: int | None = None) -> int:
        """Pack a run; return its number.

        Parameters
        ----------
        most_bytes
            Limit for its states, reached by thinning keyframes; moments in between then take longer.
        """
        log = run.log.copy()
        if most_bytes is not None:
            log.thin_to(most_bytes)
        best = log.best
        self._runs.append(
            {
                "stretches": [self._stretch(stretch) for stretch in log.stretches],
                "end": self._state(run.end),
                "best": None if best is None else [best.stretch, self._state(best.state), best.test_loss],
                "seconds_apart": log.seconds_apart,
                "is_thinned": log.is_thinned,
                "most_bytes": log.most_bytes,
                "seconds_played": run.seconds_played,
                "rows": len(run.history),
                "effort": [list(point) for point in run.effort.points],
            }
        )
        self._histories.append(run.history)
        return len(self._runs) - 1

    def experiment(self, experiment: Experiment) -> dict[str, Any]:
        """Return settings as JSON values; the user's own data become an index into `sources`."""
        return experiment.to_dict(self._source)

    def _source(self, source: DataSource) -> int:
        """Return the index of a data source; each source is stored once."""
        for number, known in enumerate(self._sources):
            if known is source or known == source:
                return number
        self._sources.append(source)
        return len(self._sources) - 1

    @property
    def manifest(self) -> dict[str, Any]:
        """Everything except the arrays."""
        networks = [network for _, network in self._networks.values()]
        listed = [
            {"experiment": self.experiment(network.wanted), "before": _kin(networks, number)}
            for number, network in enumerate(networks)
        ]
        states = [state for _, state in self._states.values()]
        return {
            "sources": [source_to_dict(source) for source in self._sources],
            "networks": listed,
            "states": [
                [kind, count, len(list(alike)), has_left]
                for (kind, count, has_left), alike in groupby(states, _kind_of)
            ],
            "runs": self._runs,
        }

    @property
    def arrays(self) -> dict[str, Array]:
        """The arrays, with the types of `TYPES`."""
        states = [state for _, state in self._states.values()]
        parts = [part for state in states for part in _parts_of(state)]
        rows = [history.rows for history in self._histories]
        measured = [history.measured for history in self._histories]
        found = {
            "numbers": np.concatenate(parts) if parts else np.empty(0),
            "counters": _table(states, _COUNTERS),
            "losses": _table(states, _LOSSES),
            "history": np.concatenate(rows) if rows else np.empty((0, COLUMNS)),
            "measured": np.array(measured).reshape(-1, 3, 2),
        }
        return {name: found[name].astype(kind) for name, kind in TYPES.items()}

    def _stretch(self, stretch: Stretch) -> dict[str, Any]:
        number, _ = self._networks.setdefault(id(stretch.network), (len(self._networks), stretch.network))
        return {
            "network": number,
            "kind": stretch.kind,
            "words": stretch.words,
            "keyframes": [self._state(state) for state in stretch.keyframes],
            "end": None if stretch.end is None else self._state(stretch.end),
        }

    def _state(self, state: TrainingState) -> int:
        return self._states.setdefault(id(state), (len(self._states), state))[0]


def _parts_of(state: TrainingState) -> list[Array]:
    left = [] if state.left_gradients is None else [state.left_gradients]
    return [state.parameters, *state.optimizer_state, *left]


def _kind_of(state: TrainingState) -> tuple[str, int, bool]:
    return state.kind.__name__, len(state.parameters), state.left_gradients is not None


def _kin(networks: Sequence[Network], number: int) -> int | None:
    """Return the last earlier network with the same data, else the previous one."""
    split = networks[number].split
    alike = [at for at in range(number) if networks[at].split is split]
    return alike[-1] if alike else number - 1 if number else None


def _table(states: Sequence[TrainingState], names: Sequence[str]) -> Array:
    rows = [[getattr(state, name) for name in names] for state in states]
    return np.array(rows).reshape(-1, len(names))


class Unpacker:
    """Unpacks what a `Packer` packed.

    Raises
    ------
    ValueError
        The content is damaged; raised on creation or when a part is read.
    """

    def __init__(self, manifest: Mapping[str, Any], arrays: Mapping[str, Array]) -> None:
        self._sources = [source_from_dict(source) for source in _list(manifest, "sources")]
        self._states = _states(_list(manifest, "states"), arrays)
        self._networks: list[Network] = []
        for record in map(_record, _list(manifest, "networks")):
            before = record.get("before")
            kin = None if before is None else _pick(self._networks, before, "network")
            self._networks.append(Network.of(self.experiment(record.get("experiment")), kin))
        self._histories = self._read_histories(_list(manifest, "runs"), arrays)
        self.runs = [
            self._run(_record(run), history)
            for run, history in zip(manifest["runs"], self._histories, strict=True)
        ]

    def experiment(self, data: object) -> Experiment:
        """Return settings, with their data."""
        return Experiment.from_dict(data, lambda number: _pick(self._sources, number, "source of data"))

    def _read_histories(self, runs: Sequence[object], arrays: Mapping[str, Array]) -> list[History]:
        counts = [_whole(_record(run).get("rows"), MOST_ROWS * 64) for run in runs]
        rows, measured = arrays["history"], arrays["measured"]
        if rows.shape != (sum(counts), COLUMNS) or measured.shape != (len(runs), 3, 2):
            raise ValueError("its curves have another length than it says")
        ends = np.cumsum([0, *counts])
        return [
            History.of(rows[first:end], known)
            for first, end, known in zip(ends[:-1], ends[1:], measured, strict=True)
        ]

    def _run(self, record: Mapping[str, Any], history: History) -> Run:
        stretches = [self._stretch(_record(stretch)) for stretch in _list(record, "stretches")]
        if not stretches:
            raise ValueError("a run has no beginning")
        for number, stretch in enumerate(stretches):
            if (stretch.end is None) != (number == len(stretches) - 1):
                raise ValueError("a run has gaps")
        end = self._state(record.get("end"))
        _check_order([state for stretch in stretches for state in (*stretch.keyframes, stretch.end or end)])
        best = self._best(record.get("best"), stretches)
        for stretch in stretches:
            check_fit([*stretch.keyframes, stretch.end or end], stretch.network)
        most_bytes = _whole(record.get("most_bytes", MOST_BYTES), LIMITS[-1])
        log = RunLog(
            stretches, most_bytes, best, max(_number(record.get("seconds_apart")), KEYFRAME_SECONDS),
            is_thinned=record.get("is_thinned") is True,
        )  # fmt: skip
        seconds, effort = _number(record.get("seconds_played")), self._effort(record.get("effort", []))
        return Run(log, history, end, seconds, effort=effort)

    def _effort(self, data: object) -> Effort:
        if not isinstance(data, list) or len(data) > MOST_POINTS:
            raise ValueError("its training times are no list")
        points = []
        for point in data:
            if not isinstance(point, list) or len(point) != 2:
                raise ValueError("a training time is none")
            points.append((_whole(point[0], LARGEST_COUNT), _number(point[1])))
        if any(later[0] <= one[0] or later[1] < one[1] for one, later in pairwise(points)):
            raise ValueError("its training times are in no order")
        return Effort(points)

    def _stretch(self, record: Mapping[str, Any]) -> Stretch:
        kind = next((known for known in get_args(Kind) if known == record.get("kind")), None)
        words = record.get("words")
        keyframes = [self._state(number) for number in _list(record, "keyframes")]
        if kind is None or not isinstance(words, str) or len(words) > 500 or not keyframes:
            raise ValueError("a change of a run is no change")
        end = record.get("end")
        network = _pick(self._networks, record.get("network"), "network")
        return Stretch(network, kind, words, keyframes, None if end is None else self._state(end))

    def _best(self, data: object, stretches: Sequence[Stretch]) -> Best | None:
        if data is None:
            return None
        if not isinstance(data, list) or len(data) != 3:
            raise ValueError("the best test loss of a run is none")
        stretch, state = _pick(stretches, data[0], "change"), self._state(data[1])
        check_fit([state], stretch.network)
        return Best(data[0], state, _number(data[2], -np.inf, np.inf))

    def _state(self, number: object) -> TrainingState:
        return _pick(self._states, number, "state")


def _states(listed: Sequence[object], arrays: Mapping[str, Array]) -> list[TrainingState]:
    """Return the states; their arrays are copies, so that one of them does not keep all others in memory."""
    numbers, counters, losses = arrays["numbers"], arrays["counters"], arrays["losses"]
    groups = [_group(entry, len(counters)) for entry in listed]
    total = sum(n for _, _, n, _ in groups)
    if counters.shape != (total, len(_COUNTERS)) or losses.shape != (total, len(_LOSSES)):
        raise ValueError("there are not as many states as it says")
    if numbers.ndim != 1 or not np.isfinite(numbers).all() or not np.isfinite(losses[:, 0]).all():
        raise ValueError("a state holds a number that is not finite")
    if np.isinf(losses).any() or (counters < 0).any() or (counters > LARGEST_COUNT).any():
        raise ValueError("a state has counted further than anything can")
    if len(numbers) != sum(n * count * _n_parts(kind, has_left) for kind, count, n, has_left in groups):
        raise ValueError("there are not as many numbers as its states have")
    states: list[TrainingState] = []
    at = 0
    for kind, count, n, has_left in groups:
        n_parts, n_own = _n_parts(kind, has_left), len(kind.state_names)
        for _ in range(n):
            until = at + count * n_parts
            parts = tuple(part.copy() for part in numbers[at:until].reshape(n_parts, count))
            row = len(states)
            counts, sums = counters[row].tolist(), losses[row].tolist()
            left = parts[1 + n_own :]
            states.append(TrainingState(parts[0], kind, parts[1 : 1 + n_own], *counts, *sums, *left))
            at = until
    return states


def _n_parts(kind: type[Optimizer], has_left: bool) -> int:
    """Return how many arrays a state has: parameters, the optimizer's, and gradients that were left."""
    return 1 + len(kind.state_names) + has_left


def _group(entry: object, most: int) -> tuple[type[Optimizer], int, int, bool]:
    """Return optimizer, number of parameters and length of a series of states, and if they left gradients."""
    # Files of earlier versions do not say the last.
    if not isinstance(entry, list) or len(entry) not in (3, 4) or not isinstance(entry[0], str):
        raise ValueError("a state does not say what it is of")
    if entry[0] not in KINDS:
        raise ValueError("a state is of an unknown optimizer")
    has_left = entry[3:] == [True]
    return KINDS[entry[0]], _whole(entry[1], LARGEST_COUNT), _whole(entry[2], most), has_left


def _check_order(states: Sequence[TrainingState]) -> None:
    """Refuse a series of states that training cannot produce."""
    for one, other in pairwise(states):
        if other.step < one.step or other.epoch < one.epoch:
            raise ValueError("a run goes back in time")


def check_fit(states: Iterable[TrainingState], network: Network) -> None:
    """Refuse states that a network cannot have.

    Raises
    ------
    ValueError
        Naming the first fault.
    """
    for state in states:
        names = network.parameter_map
        if len(state.parameters) != names.count:
            raise ValueError(
                f"the network has {names.count} parameters (running statistics included) and a state "
                f"{len(state.parameters)}"
            )
        if (state.parameters[names.n_learned :][1::2] < 0.0).any():
            raise ValueError("a running variance is below 0")
        if state.position + network.least_batch > len(network.split.X_train):
            raise ValueError("a state stands behind the last batch of an epoch")


def _list(record: Mapping[str, Any], name: str) -> list[Any]:
    value = record.get(name)
    if not isinstance(value, list):
        raise ValueError(f"its {name} are no list")
    return value


def _record(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("a part of it is no table of names and values")
    return value


def _whole(value: object, largest: int) -> int:
    if not is_whole(value) or not 0 <= value <= largest:
        raise ValueError("a number that counts something does not")
    return value


def _number(value: object, smallest: float = 0.0, largest: float = MOST_SECONDS) -> float:
    if not is_number(value) or not smallest <= value <= largest:
        raise ValueError("a time or a loss is none")
    return float(value)


def _pick(values: Sequence[T], number: object, noun: str) -> T:
    if not is_whole(number) or not 0 <= number < len(values):
        raise ValueError(f"it speaks of a {noun} that is not there")
    return values[number]
