"""Session: the current run, its branches, and the moments they show. Free of Qt; one thread."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine import ScalarError
from engine.training.task import TrainingState
from playground.models.compare.naming import change_words
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.notice import Notice
from playground.models.network.network import Network
from playground.models.network.parameter_map import ParameterKey
from playground.models.network.restart import loss_notice, restart_reason
from playground.models.picture.frame import FrameRequest
from playground.models.picture.reading_pace import ReadingPace
from playground.models.picture.timeline import Timeline
from playground.models.run.history import Curves
from playground.models.run.log import KEYFRAME_SECONDS, MOST_BYTES, Kind
from playground.models.run.measures import Measures
from playground.models.run.moment import Moment
from playground.models.run.optimizer_report import OptimizerReport
from playground.models.run.rest import Rest
from playground.models.run.run import Run
from playground.models.run.slow_motion import SLOWEST_UPDATE, Phase, SlowMotion
from playground.models.run.speedometer import Speedometer
from playground.models.run.stop_rules import StopRules
from playground.models.run.training import Training
from playground.models.timeline.past import Past

# Enough samples for a picture of the gradient.
MOST_SAMPLES_OF_A_GRADIENT = 500
# Shortly before a run fails, its weights are still finite while sums and squares of its outputs are not.
_NEAR_THE_END_OF_RANGE = np.errstate(over="ignore", invalid="ignore")


# Runs that were left, newest first.
MOST_LEFT = 20


@dataclass(frozen=True, eq=False)
class Applied:
    """The result of new settings: a sentence, and the run that was left if another one began."""

    notice: str
    left: Run | None


class Session:
    """Trains in small portions; between them settings can change and frames can be taken.

    Parameters
    ----------
    experiment
        What to start with.
    clock
        Seconds, for the speed display and the length of portions.
    run
        A run to continue where it was left; None for a new one.
    """

    def __init__(
        self,
        experiment: Experiment,
        clock: Callable[[], float] = time.perf_counter,
        run: Run | None = None,
    ) -> None:
        self._clock = clock
        self.training = Training.of(experiment) if run is None else Training(run.network)
        self.left: list[Run] = []
        if run is None:
            self._begin_run(MOST_BYTES)
        else:
            self.training.trainer.go_back(run.end)
            self._take_run(run)

    @classmethod
    def of_run(cls, run: Run, left: Sequence[Run] = ()) -> Session:
        """Return a session that continues a run where it was left, with its branches."""
        session = cls(run.network.wanted, run=run)
        session.left = list(left)
        return session

    def as_it_is(self) -> tuple[Run, tuple[Run, ...]]:
        """Return independent copies of the run and its branches."""
        run = self._leave()
        return run.as_it_is(run.end), tuple(left.as_it_is(left.end) for left in self.left)

    @property
    def network(self) -> Network:
        """The network in training."""
        return self.training.network

    @property
    def seconds_played(self) -> float:
        """Training time of the run."""
        return self.run.seconds_played

    def play(self, seconds: float) -> None:
        """Add training time."""
        self.run.seconds_played += seconds

    def _begin_run(self, most_bytes: int) -> None:
        """Begin another run where the training stands, with so much memory for its moments."""
        self._take_run(Run.begun(self.network, self.training.trainer.state(), most_bytes))

    def _take_run(self, run: Run) -> None:
        """Continue with a run; forget measurements of the one before."""
        self.run, self.past = run, Past(run)
        self._speed = Speedometer()
        self._curves: Curves | None = None
        # What they were made of.
        self._curves_of: tuple[object, ...] = ()
        self._reading = ReadingPace(self._clock)
        self._measures = Measures(self.training.trainer.epoch, self._clock)
        self._slow_motion: SlowMotion | None = None
        self._phase: Phase | None = None
        self._is_slow = False
        self._rest: Rest | None = Rest(self.training.trainer.epoch)
        self._rules = self._make_rules(is_resumed=False)

    def _make_rules(self, *, is_resumed: bool) -> StopRules:
        trainer = self.training.trainer
        rules = StopRules(
            self.network.experiment,
            trainer.epoch,
            trainer.last_train_loss,
            self._measures.scores[1],
            is_resumed=is_resumed,
            rest=self._rest if self.network.experiment.rests else None,
        )
        if rules.watches_tests:
            self._measures.next_test = min(self._measures.next_test, rules.next_test(trainer.epoch))
        return rules

    @property
    def stop_reason(self) -> str:
        """Why training should pause now, else empty."""
        return self._rules.reason

    @property
    def stop_notice(self) -> Notice:
        """The same as a notice to the user, with a way to continue."""
        if self._rules.is_at_rest:
            return Notice(f"Come to rest. {self.stop_reason}", "advice", "Train on", plays=True)
        return Notice(f"Paused. {self.stop_reason}", "advice", "Train on", plays=True)

    def resume(self) -> None:
        """Prepare for training to continue; a run that has come to rest does not pause again for that."""
        if self._rules.is_at_rest:
            self._rest = None
        self._rules = self._make_rules(is_resumed=True)

    @property
    def epochs_per_second(self) -> float:
        """Speed over about the last second."""
        return self._speed.rate

    def forget_speed(self) -> None:
        """Measure the speed anew."""
        self._speed = Speedometer()

    def apply(self, experiment: Experiment, *, is_anew: bool = False) -> Applied:
        """Change the settings.

        Weights and history are kept unless data, shape or first weights change, or it is to begin anew.

        Raises
        ------
        ValueError
            Settings that make no run (say a class with too few samples); nothing has changed then.
        """
        before, stood = self.network, self.training.trainer.state()
        network = Network.of(experiment, before)
        reason = restart_reason(before, network)
        is_fresh = is_anew or bool(reason)
        self._go_on_with(network, is_fresh=is_fresh)
        is_cut = _is_cut(before, network)
        left = self._leave(stood) if is_fresh or is_cut else None
        if is_fresh:
            self._begin_run(self.run.log.most_bytes)
        else:
            if is_cut and left is not None:
                self._take_run(left.copy())
            self.run.log.change(
                network, _kind_of_change(before, network), change_words(before.wanted, network.wanted),
                stood, self.training.trainer.state(),
            )  # fmt: skip
        self._forget_the_last_look()
        self._measures.forget_updates()
        if not is_fresh:
            self._watch_anew()
        if _stops(before.experiment) != _stops(network.experiment):
            self._rules = self._make_rules(is_resumed=False)
        if not is_fresh and _answers(before) != _answers(network):
            self._measures.is_loss_older = True
        if is_anew:
            return Applied("", left)
        reason = f"{reason}: training starts again from epoch 0." if reason else ""
        return Applied(" ".join(filter(None, (reason, loss_notice(before, network)))), left)

    def _go_on_with(self, network: Network, *, is_fresh: bool) -> None:
        """Train another network; if that fails, keep the one before."""
        before = self.network
        if not self.training.can_take(network):
            self.training = Training(network, None if is_fresh else self.training)
            return
        try:
            self.training.take(network)
        except BaseException:
            self.training.take(before)
            raise
        if is_fresh:
            self.training.rewind()

    def _leave(self, stood: TrainingState | None = None) -> Run:
        """Return the run under way, with where it stands."""
        self.run.end = stood or self.training.trainer.state()
        return self.run

    def _change(self, kind: Kind, words: str, stood: TrainingState) -> Run:
        """Record that the weights were changed by hand; return the run as it was before."""
        left = self._leave(stood)
        self._take_run(left.copy())
        self.run.log.change(self.network, kind, words, stood, self.training.trainer.state())
        self._forget_the_last_look()
        self._measures.is_loss_older = True
        return left

    def enter(self, run: Run) -> Run:
        """Continue a run where it was left; return the one it replaces."""
        left = self._leave()
        if left.end.step > left.log.stretches[0].start.step and left not in self.left:
            self.left.insert(0, left)
            del self.left[MOST_LEFT:]
        if run in self.left:
            self.left.remove(run)
        if self.training.can_take(run.network):
            self.training.take(run.network)
        else:
            self.training = Training(run.network)
        self.training.trainer.go_back(run.end)
        self._take_run(run)
        self._forget_the_last_look()
        return left

    def reset(self) -> Run:
        """Start again from epoch 0 with the same first weights; return the run it replaces."""
        left = self._leave()
        self.training.rewind()
        self._begin_run(left.log.most_bytes)
        return left

    def _watch_anew(self) -> None:
        """Wake a run at rest after a change."""
        self._rest = Rest(self.training.trainer.epoch)
        if self._rules.rest is not None or self._rules.is_at_rest:
            self._rules.rest = self._rest

    def _forget_the_last_look(self) -> None:
        """Forget measurements of weights that have been replaced."""
        self._measures.forget()
        self._slow_motion = self._phase = None

    def set_parameters(self, values: Mapping[ParameterKey, float], words: str = "weights") -> Run:
        """Set single weights and biases by hand; parameters this network does not have are ignored.

        Returns the run as it was before.
        """
        trainer, names = self.training.trainer, self.network.parameter_map
        stood, parameters = trainer.state(), trainer.parameters.copy()
        for key, value in values.items():
            index = names.index_of(key)
            if index is not None:
                parameters[index] = value
        trainer.set_parameters(parameters)
        return self._change("weights", words, stood)

    def apply_update(self, report: OptimizerReport, gradients: NDArray[np.float64]) -> Run | None:
        """Apply the update of a gradient computed at a report.

        Returns the run as it was before, or None if training has moved on since: then nothing changes.

        Raises
        ------
        ScalarError
            The update overflows: nothing is applied.
        """
        trainer = self.training.trainer
        if not report.is_of(trainer):
            return None
        measures, stood = self._measures, trainer.state()
        trainer.apply_gradients(gradients)
        left = self._change("update", "update", stood)
        self._measures.go_on_from(measures)
        return left

    # Looking back.

    @property
    def is_looking_back(self) -> bool:
        """Whether a moment of the past is on screen."""
        return self.past.replay is not None

    @property
    def cursor(self) -> int | None:
        """The past epoch on screen, or None for the newest moment."""
        return None if self.past.replay is None else self.past.replay.epoch

    @property
    def shown(self) -> Training:
        """The training whose moment is on screen."""
        replay = self.past.replay
        return self.training if replay is None else replay.training

    def look_at(self, epoch: int | None) -> None:
        """Show the end of a past epoch, or with None the newest moment; nothing is changed."""
        is_newest = epoch is None or epoch >= self.training.trainer.epoch
        self.past.look_at(None if is_newest else epoch)

    def branch(self) -> Run | None:
        """Branch off at the moment on screen; return the run that is left, or None at the newest moment."""
        replay = self.past.replay
        if replay is None:
            return None
        replay.advance()
        return self.enter(self.run.branch(replay.stretch, replay.training.trainer.state()))

    def kept_copy(self) -> Run:
        """Return an independent copy of the run as it is now."""
        return self._leave().copy()

    def timeline(self) -> Timeline:
        """Return what the strip shows."""
        return self.past.timeline(self.training.trainer.state(), self.left)

    def train_steps(self, count: int) -> None:
        """Make that many updates, fewer if training should pause."""
        self._leave_slow_motion()
        started = self._clock()
        for _ in range(count):
            self._take(self.training.trainer.train_batch())
            if self.stop_reason:
                break
        self.run.effort.add(self.training.trainer.epoch, self._clock() - started)

    def train_slowly(self, share: float) -> None:
        """Go to a share of the current step's time, 0 to 1; the update comes in its last part."""
        trainer = self.training.trainer
        motion = self._slow_motion
        if (
            motion is None
            or motion.network is not self.network
            or (motion.is_finished and share < SLOWEST_UPDATE)
        ):
            motion = self._slow_motion = SlowMotion(self.training)
        if share >= SLOWEST_UPDATE and not motion.is_finished:
            self._note_slow_motion()
            before = trainer.parameters
            self._take(trainer.train_batch())
            motion.finish(before)
        self._phase = motion.phase(share)

    def _note_slow_motion(self) -> None:
        """Mark where steps began to be slow, as any other event."""
        if not self._is_slow:
            self._is_slow, state = True, self.training.trainer.state()
            self.run.log.change(self.network, "pace", "slow motion", state, state)

    def _leave_slow_motion(self) -> None:
        self._slow_motion = self._phase = None
        self._is_slow = False

    def go_to_next_phase(self) -> None:
        """Finish the next phase of a step; the last phase makes the update."""
        self.train_slowly(SlowMotion.share_after(self._phase))

    def _take(self, ended_epoch: bool) -> None:
        """Record one update, and the epoch if it ended one."""
        trainer = self.training.trainer
        if not ended_epoch:
            return
        losses = [trainer.last_train_loss]
        self._rules.first_at_goal(losses, trainer.epoch)
        self._note(losses)

    def train_for(self, seconds: float, last_epoch: int | None = None) -> None:
        """Train until `seconds` have passed or `last_epoch` has ended; at least one batch.

        Raises
        ------
        ScalarError
            The failing batch is not applied.
        """
        trainer = self.training.trainer
        started, steps = self._clock(), trainer.step_count
        now = started
        self._leave_slow_motion()
        stop_at = self._rules.last_epoch(trainer.epoch)
        if stop_at is not None:
            last_epoch = stop_at if last_epoch is None else min(last_epoch, stop_at)
        try:
            while now == started or now < started + seconds:
                target = max(self._measures.next_test, trainer.epoch + 1)
                target = target if last_epoch is None else min(target, max(last_epoch, trainer.epoch + 1))
                self._advance(started + seconds - now, target)
                before, now = now, self._clock()
                self.run.effort.add(trainer.epoch, now - before)
                self.run.log.offer(trainer.state(), now - before)
                if self.stop_reason or (last_epoch is not None and trainer.epoch >= last_epoch):
                    break
        finally:
            done = (trainer.step_count - steps) / trainer.updates_per_epoch
            self._speed.add(done, max(now - started, 1e-9))

    def train_up_to(self, epoch: int, check: Callable[[], None], seconds: float) -> bool:
        """Train up to an epoch; return False if the numbers left their range before.

        Parameters
        ----------
        check
            Called before each portion of so many `seconds`; what it raises ends the training.
        """
        try:
            while self.training.trainer.epoch < epoch:
                check()
                self.train_for(seconds, epoch)
        except ScalarError:
            return False
        return True

    def train_epoch(self, keep_going: Callable[[], bool] = lambda: True) -> None:
        """Train to the end of the current epoch, or until `keep_going` returns False."""
        target = self.training.trainer.epoch + 1
        self._leave_slow_motion()
        while keep_going() and self.training.trainer.epoch < target:
            started = self._clock()
            self._advance(0.0, target)
            self.run.effort.add(self.training.trainer.epoch, self._clock() - started)
            self.run.log.offer(self.training.trainer.state(), KEYFRAME_SECONDS)

    @_NEAR_THE_END_OF_RANGE
    def moment(self, request: FrameRequest) -> Moment:
        """Return the current state with all that `request` needs, to be painted while training continues.

        Test loss and curves of a live moment may be slightly old, but not noticeably.
        """
        shown, live, smoothing = self.shown, request.live, request.smoothing
        trainer = shown.trainer
        source = smoothing, self.network, self.training.trainer.step_count
        is_other = self._curves is None or smoothing != self._curves_of[0]
        is_due = self._reading.is_due(is_playing=live)
        if is_other or (is_due and source != self._curves_of):
            self._curves, self._curves_of = self.run.curves(smoothing), source
            self.past.refresh()
        assert self._curves is not None
        test_loss = self._measures.test_loss
        if not live or test_loss is None or self.is_looking_back:
            test_loss = trainer.test_loss()
        return Moment(
            shown.network,
            trainer.parameters,
            trainer.epoch,
            trainer.step_count,
            self._speed.rate,
            trainer.last_train_loss
            if self.is_looking_back
            else self._measures.train_loss(trainer, live=live),
            test_loss,
            self._curves,
            self.seconds_played,
            trainer.gradients(MOST_SAMPLES_OF_A_GRADIENT) if request.wants_gradients else None,
            None if self.is_looking_back else self._measures.mean_updates(trainer),
            None if self.is_looking_back else self._phase,
            OptimizerReport.of(trainer) if request.wants_optimizer else None,
            self.timeline(),
        )

    @_NEAR_THE_END_OF_RANGE
    def _advance(self, seconds: float, last_epoch: int) -> None:
        trainer, rules = self.training.trainer, self._rules
        start = trainer.state()
        try:
            losses = trainer.train_for(seconds, last_epoch)
        except ScalarError:
            # Epochs that ended before the failure count; the next portion reaches the failing batch again.
            last_good = trainer.epoch
            if last_good == start.epoch:
                raise
            trainer.go_back(start)
            losses = trainer.train_for(math.inf, last_good)
        reached = rules.first_at_goal(losses, trainer.epoch)
        if reached is not None:
            # Machine code runs many epochs per call: a second pass finds the one that met the goal.
            epoch = trainer.epoch - len(losses) + 1 + reached
            trainer.go_back(start)
            losses = trainer.train_for(math.inf, epoch)
        self._note(losses)

    def _note(self, losses: list[float]) -> None:
        """Add finished epochs to the history, and measure the test data if due."""
        trainer, rules, measures = self.training.trainer, self._rules, self._measures
        is_tested, is_scored = bool(losses) and trainer.epoch >= measures.next_test, False
        if is_tested:
            is_scored = measures.measure(self.training, self._speed.rate, with_scores=rules.watches_tests)
            if measures.test_loss is not None:
                self.run.log.see_test(trainer.state(), measures.test_loss)
            if rules.watches_tests:
                rules.see_test(trainer.epoch, measures.test_loss, measures.scores[1])
                measures.next_test = rules.next_test(trainer.epoch)
        if losses:
            rules.see_epoch(trainer.epoch)
            measures.is_loss_older = False
        # Unknown values leave a gap; values measured earlier do not count as measurements.
        is_tested |= measures.test_loss is None
        self.run.history.extend(
            trainer.epoch, losses, measures.test_loss, *measures.scores,
            is_tested=is_tested, is_scored=is_scored,
        )  # fmt: skip


def _is_cut(before: Network, network: Network) -> bool:
    """Whether undo must restore the previous run: weights, data or the optimizer's state change."""
    return (
        network.parameter_map is not before.parameter_map
        or network.split is not before.split
        or network.experiment.optimizer != before.experiment.optimizer
    )


def _kind_of_change(before: Network, after: Network) -> Kind:
    if before.split is not after.split:
        return "data"
    return "engine" if before.experiment.backend != after.experiment.backend else "setting"


def _answers(network: Network) -> tuple[object, ...]:
    """What the loss depends on, besides the parameters."""
    now = network.experiment
    return (
        network.split, network.structure, now.extras, network.output, network.loss, now.activations,
        now.switched_off,
    )  # fmt: skip


def _stops(experiment: Experiment) -> tuple[object, ...]:
    return (
        experiment.stop_epoch, experiment.stop_loss, experiment.stop_accuracy, experiment.stop_patience,
        experiment.rests,
    )  # fmt: skip
