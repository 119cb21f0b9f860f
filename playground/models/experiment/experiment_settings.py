"""The table of settings: what can be set, within which limits, and how it is said."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from engine.losses import SQUASHED
from engine.operations import OPERATIONS
from engine.training.backends import BACKENDS
from playground.models.data.data_source import OWN, DataSource
from playground.models.data.datasets import DATASETS, DEFAULT_SAMPLES, MAX_SAMPLES, MIN_SAMPLES
from playground.models.experiment.choices import (
    ACTIVATIONS,
    FULL_BATCH,
    INITIALIZATIONS,
    LEARNING_RATES,
    LONGEST_NAME,
    LOSS_TITLES,
    MAX_HIDDEN_LAYERS,
    MAX_NEURONS,
    MAX_REDRAWS,
    MAX_SEED,
    MOST_EPOCHS,
    MOST_FEATURES,
    MOST_KEYS,
    NONE,
    OPTIMIZERS,
    POINT_STEPS,
    REGULARIZATIONS,
    SCHEDULES,
    activation_title,
)
from playground.models.experiment.controls import checked
from playground.models.experiment.settings import (
    Choice,
    Marks,
    Number,
    Own,
    Place,
    Switch,
    Text,
    Whole,
    key_beginning,
    listed,
    setting,
    settings_of,
    whole,
)
from playground.models.experiment.shown import shown
from playground.models.network.parameter_map import OUTPUT
from playground.models.operations.definition import MOST_OPERATIONS, install
from playground.models.operations.own_operation import OwnOperation


def _count(values: tuple[object, ...]) -> str:
    return str(len(values)) if values else NONE


def _percents(low: int, high: int) -> tuple[float, ...]:
    """Return every fifth percent as a share."""
    return tuple(percent / 100 for percent in range(low, high + 1, 5))


@dataclass(frozen=True)
class ExperimentSettings:
    """The table of settings: every value is checked when one is made.

    Attributes
    ----------
    dataset
        Name in `playground.models.data.datasets.DATASETS`, or "own" for `source`.
    source
        The user's own data. They stay with the experiment while it uses a data set of the gallery.
    n_samples
        Number of points, for generated data.
    redraws
        How often the data were redrawn with other random numbers and the same weights.
    features
        Indices of the candidates that are inputs, see `Features`; None for the columns of the data.
    name
        Given by the user; if empty, a name is made from the settings.
    train_fraction
        Share of the samples used for training, 0.1 to 0.9.
    noise
        0 to 1, see `load_dataset`.
    batch_size
        Samples per update, from 1; `FULL_BATCH` for all.
    keeps_weights
        Whether the weights are kept when the data set changes, as far as their shapes allow.
    hidden
        Neurons of each hidden layer.
    activation, layer_activations
        That of all hidden layers, and exceptions for single ones, "" for none; may be shorter than `hidden`.
    batch_norm
        Which hidden layers are normalised over the batch; may be shorter than `hidden`.
    bias_before_norm
        Whether normalised layers keep their bias: a mistake to demonstrate.
    output_bias
        Whether the output layer has biases.
    operations
        Of the user, for formulas and, with one operand, as activations; each may use those before it.
    initial_range
        First weights lie between ± this with the initializer "custom".
    weight_draws
        How often first weights were redrawn, with the same data.
    schedule, schedule_epochs
        Name in `SCHEDULES`; epochs of a step, or of the cosine.
    clip_norm
        Largest norm of a gradient, 0 for no limit.
    dropout
        Share of the hidden neurons left out of each sample's pass while training, 0 to 0.9.
    forgets_eval
        Whether dropout stays on during evaluation, and batches are normalised by their own statistics: a
        mistake to demonstrate.
    batches_per_update
        Batches whose gradients are added up for an update; the last one of an epoch takes what is left.
    forgets_zero_grad, softmax_twice
        Mistakes to demonstrate: gradients are never cleared; probabilities go through softmax (a single one
        through a sigmoid) once more before the loss.
    shuffles_targets, labels_off_by_one, leaks_test_data, skips_scaling, views_for_permute
        Mistakes with data, see `DataMistakes`.
    frozen
        Parameters that do not learn, as prefixes of keys, see `ParameterMap.marks`.
    switched_off
        Hidden neurons (layer, neuron) whose output is 0.
    stop_epoch, stop_loss, stop_accuracy, stop_patience
        Training pauses at this epoch, at this training loss, at this test accuracy, or when the test loss
        has not fallen for this many epochs; 0 for never.
    rests
        Whether training pauses when nothing changes any more.
    backend
        Name in `engine.training.backends.BACKENDS`; all compute the same.
    hidden_controls
        Keys of `playground.models.experiment.controls.hideable` that a teacher took off the screen.
    """

    dataset: str = setting(
        "iris", "Data set",
        Choice({**{name: info.title for name, info in DATASETS.items()}, OWN: "Own data"}), flag="",
        remakes=("samples",), brief="Data",
    )  # fmt: skip
    source: DataSource | None = setting(
        None, "Own data", Own(lambda source: NONE if source is None else source.kind), flag="",
        remakes=("samples",),
    )  # fmt: skip
    n_samples: int = setting(
        DEFAULT_SAMPLES, "Number of points", Whole(MIN_SAMPLES, MAX_SAMPLES),
        "How many points are generated", flag="--points", steps=POINT_STEPS,
        place=Place("more data", 1, "Points"), has_effect=lambda it: it.is_generated, remakes=("samples",),
        brief="Points",
    )  # fmt: skip
    redraws: int = setting(
        0, "New points", Whole(0, MAX_REDRAWS), flag="", remakes=("samples",),
        # The rows of a table stay the same, but noise and split are redrawn.
        has_effect=lambda it: it.is_generated or it.takes_noise,
    )  # fmt: skip
    features: tuple[int, ...] | None = setting(
        None, "Inputs", Own(lambda chosen: "columns" if chosen is None else str(len(chosen))), flag="",
        remakes=("inputs",),
    )  # fmt: skip
    name: str = setting("", "name", Text(LONGEST_NAME), flag="", is_of_run=False)
    n_classes: int = setting(
        4, "Classes", Whole(2, 10), "How many blobs there are", flag="--classes", steps=(2, 3, 4, 5),
        place=Place("data", 1), is_offered=lambda it: it.takes_class_count, remakes=("samples",),
    )  # fmt: skip
    train_fraction: float = setting(
        0.7, "Train split", Number(0.1, 0.9, is_share=True),
        flag="--train-split", steps=_percents(10, 90), place=Place("data", 2), remakes=("split",),
    )  # fmt: skip
    noise: float = setting(
        0.0, "Noise", Number(0.0, 1.0, is_share=True),
        steps=_percents(0, 100), place=Place("data", 3), has_effect=lambda it: it.takes_noise,
        remakes=("samples",),
    )  # fmt: skip
    batch_size: int = setting(
        10, "Batch size", Whole(1, FULL_BATCH, high_is_full=True),
        steps=(1, 2, 4, 5, 8, 10, 16, 20, 32, 50, 64, 100, 128, 256, 512, 1024, FULL_BATCH),
        place=Place("data", 4),
    )  # fmt: skip
    seed: int = setting(
        2, "Seed", Whole(0, MAX_SEED, is_count=False),
        place=Place("data", 5), remakes=("samples", "first weights", "program"),
    )  # fmt: skip
    standardize: bool = setting(
        True, "Standardise", Switch(),
        words="standardising", flag="--raw", place=Place("more data", 2), remakes=("split",),
    )  # fmt: skip
    keeps_weights: bool = setting(
        False, "Keep the weights", Switch(),
        "Keep the current weights when the data set changes, where the shapes allow it", flag="",
        place=Place("more data", 3),
    )  # fmt: skip
    hidden: tuple[int, ...] = setting(
        (6, 6), "Hidden layers", Own(lambda sizes: " + ".join(map(str, sizes)) or "none"), flag="",
        brief="Hidden",
    )  # fmt: skip
    activation: str = setting(
        "tanh", "Activation", Choice(
            ACTIVATIONS, {"leaky_relu": "Leaky", "softplus": "Soft+"}, lambda it: it.activation_options
        ),
        place=Place("network", 3),
    )  # fmt: skip
    layer_activations: tuple[str, ...] = setting(
        (), "Activation of a layer",
        Own(lambda names: ", ".join(activation_title(name) or NONE for name in names) or NONE), flag="",
        brief="Layers",
    )  # fmt: skip
    batch_norm: tuple[bool, ...] = setting(
        (), "Batch norm", Marks(MAX_HIDDEN_LAYERS),
        "Normalise the weighted sums of hidden neurons over each batch (train mode), by running statistics "
        "outside of training (eval mode)",
        words="batch normalisation", remakes=("program",),
    )  # fmt: skip
    bias_before_norm: bool = setting(
        False, "Bias before batch norm", Switch(),
        "Normalised layers keep a bias, whose gradient is 0: the mean that is taken away contains it",
        words="bias before batch norm", has_effect=lambda it: it.normalises, remakes=("program",),
    )  # fmt: skip
    output_bias: bool = setting(
        True, "Bias of the output layer", Switch(), "Whether the output layer has biases",
        words="bias of the output layer", flag="--no-output-bias", remakes=("program",),
    )  # fmt: skip
    operations: tuple[OwnOperation, ...] = setting(
        (), "Own operations", Own(lambda own: ", ".join(f"{it.name} = {it.formula}" for it in own) or NONE),
        flag="", brief="Operations",
    )  # fmt: skip
    initializer: str = setting(
        "xavier", "Initialisation",
        Choice(INITIALIZATIONS, {"xavier": "Xav.", "uniform": "Uni.", "equal": "0.1"}),
        place=Place("network", 7), remakes=("first weights",), brief="First weights",
    )  # fmt: skip
    initial_range: float = setting(
        1.0, "Range of first weights", Number(0.0, 100.0), "First weights lie between minus and plus this",
        place=Place("training", 4, "Custom first weights, ±"),
        has_effect=lambda it: it.initializer == "custom", remakes=("first weights",),
    )  # fmt: skip
    weight_draws: int = setting(0, "New weights", Whole(0, MAX_REDRAWS), flag="", remakes=("first weights",))
    loss: str = setting(
        "cross_entropy", "Loss",
        Choice(LOSS_TITLES, {"cross_entropy": "CE", "squared_error": "Sq.", "binary_cross_entropy": "BCE"}),
        place=Place("network", 4), remakes=("program",),
    )  # fmt: skip
    optimizer: str = setting(
        "adam", "Optimizer", Choice(
            {name: title for name, (title, _) in OPTIMIZERS.items()},
            {"momentum": "Mom.", "rmsprop": "RMS"},
        ), place=Place("network", 2),
    )  # fmt: skip
    learning_rate: float = setting(
        0.01, "Learning rate", Number(1e-9, 1e3), suggestions=LEARNING_RATES,
        place=Place("network", 1),
    )  # fmt: skip
    regularization: str = setting(
        "none", "Regularisation", Choice(REGULARIZATIONS, {"none": NONE}),
        place=Place("network", 5),
        brief="Penalty",
    )  # fmt: skip
    regularization_rate: float = setting(
        0.001, "Regularisation rate", Number(0.0, 100.0),
        suggestions=(0.0, *LEARNING_RATES), place=Place("network", 6, beside="regularization"),
        has_effect=lambda it: it.regularization != "none", brief="Penalty rate",
    )  # fmt: skip
    schedule: str = setting(
        "constant", "Schedule of the learning rate", Choice(SCHEDULES, {"constant": "Const."}),
        words="schedule", place=Place("training", 1, "Learning rate schedule, epochs"),
    )  # fmt: skip
    schedule_epochs: int = setting(
        100, "Epochs of the schedule", Whole(1, MOST_EPOCHS), "Epochs per halving, or of the whole cosine",
        suggestions=(10, 30, 100, 300, 1000, 3000), place=Place("training", 2, beside="schedule"),
        has_effect=lambda it: it.schedule != "constant",
    )  # fmt: skip
    clip_norm: float = setting(
        0.0, "Clip gradients", Number(0.0, 1e6, zero_is_off=True),
        words="gradient clipping",
        place=Place("training", 3, "Clip gradients at norm"),
    )  # fmt: skip
    dropout: float = setting(
        0.0, "Dropout", Number(0.0, 0.9, is_share=True),
        steps=_percents(0, 90), place=Place("training", 5),
    )  # fmt: skip
    forgets_eval: bool = setting(
        False, "eval() forgotten", Switch(),
        "Dropout stays on during evaluation, and batch norm takes the statistics of what is evaluated",
        words="forgotten eval()", brief="No eval()",
        has_effect=lambda it: it.drops_neurons or it.normalises,
    )  # fmt: skip
    batches_per_update: int = setting(
        1, "Batches per update", Whole(1, 1000),
        "Add up the gradients of so many batches before each update: but for batch norm the same as one "
        "batch of that size, in less memory",
        steps=(1, 2, 4, 8, 16, 32), place=Place("training", 6), brief="Batches",
    )  # fmt: skip
    forgets_zero_grad: bool = setting(
        False, "zero_grad() forgotten", Switch(),
        "Gradients are never cleared: each update takes the sum of all so far",
        words="forgotten zero_grad()", brief="Uncleared",
    )  # fmt: skip
    softmax_twice: bool = setting(
        False, "Softmax twice", Switch(),
        "The loss expects logits and gets probabilities: they are squashed a second time",
        words="second softmax", remakes=("program",), brief="2 softmax",
        has_effect=lambda it: it.task == "classification" and it.loss in SQUASHED,
    )  # fmt: skip
    shuffles_targets: bool = setting(
        False, "Targets shuffled", Switch(),
        "Inputs and targets of the training points were shuffled apart: no target belongs to its point",
        words="shuffled targets", remakes=("split",), brief="Shuffled",
    )  # fmt: skip
    labels_off_by_one: bool = setting(
        False, "Labels off by one", Switch(),
        "Every training point has the label of the next class, the last class that of the first",
        words="labels off by one", remakes=("split",), brief="Labels + 1",
        has_effect=lambda it: it.task == "classification",
    )  # fmt: skip
    leaks_test_data: bool = setting(
        False, "Test data leaked", Switch(),
        "The test points are trained on too: the test loss no longer says how new points will do",
        words="leaked test data", remakes=("split",), brief="Leaked",
    )  # fmt: skip
    skips_scaling: bool = setting(
        False, "Inputs not scaled", Switch(),
        "Inputs keep the units of the data, however large they are",
        words="inputs not scaled", remakes=("split",), brief="Unscaled",
        has_effect=lambda it: it.standardize,
    )  # fmt: skip
    views_for_permute: bool = setting(
        False, "view for permute", Switch(),
        "Pictures are viewed in another shape where their axes should be swapped: each is made of pixels of "
        "many",
        words="view for permute", remakes=("split",), brief="view()",
        is_offered=lambda it: it.has_pictures,
    )  # fmt: skip
    frozen: tuple[tuple[int, ...], ...] = setting((), "Freezing", Own(_count), flag="", brief="Frozen")
    switched_off: tuple[tuple[int, int], ...] = setting(
        (), "Switching neurons off", Own(_count), flag="", brief="Off"
    )
    stop_epoch: int = setting(
        0, "At epoch", Whole(0, MOST_EPOCHS, zero_is_off=True), "Pause after this epoch",
        words="epoch to stop at", flag="", place=Place("pause", 1), is_of_run=False,
    )  # fmt: skip
    stop_loss: float = setting(
        0.0, "At training loss", Number(0.0, 1e6, zero_is_off=True),
        "Pause once the training loss is this low", words="loss to stop at", flag="", place=Place("pause", 2),
        is_of_run=False,
    )  # fmt: skip
    stop_accuracy: float = setting(
        0.0, "At test accuracy", Number(0.0, 1.0, is_share=True, zero_is_off=True),
        "Pause once the test accuracy (R² for regression) is this high", words="accuracy to stop at", flag="",
        place=Place("pause", 3, "At test accuracy, %"), is_of_run=False,
    )  # fmt: skip
    stop_patience: int = setting(
        0, "Patience", Whole(0, MOST_EPOCHS, zero_is_off=True),
        words="patience", flag="",
        place=Place("pause", 4, "Patience, epochs"), is_of_run=False,
    )  # fmt: skip
    rests: bool = setting(
        True, "Come to rest", Switch(),
        "Pause when nothing changes any more: loss below 1e−6, or unchanged for a third of the run",
        words="coming to rest", flag="", place=Place("pause", 5), is_of_run=False,
    )  # fmt: skip
    backend: str = setting(
        "compiled", "Engine", Choice({name: info.description for name, info in BACKENDS.items()}),
        "What the scalars run as: machine code, arrays of all samples, or one Python object each",
        remakes=("program",), is_of_run=False,
    )  # fmt: skip
    hidden_controls: tuple[str, ...] = setting(
        (), "Hidden controls", Own(_count), words="hiding controls", flag="", is_of_run=False
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "hidden", listed("hidden", self.hidden, MAX_HIDDEN_LAYERS))
        if self.features is not None:
            object.__setattr__(self, "features", _feature_indices(self.features))
        if self.dataset == OWN and self.source is None:
            raise ValueError("an experiment on own data needs a source of data")
        own = tuple(map(OwnOperation.from_dict, listed("operations", self.operations, MOST_OPERATIONS)))
        object.__setattr__(self, "operations", own)
        for name, declared in settings_of(type(self)).items():
            declared.kind.check(name, getattr(self, name))
        object.__setattr__(self, "hidden_controls", checked(type(self), self.hidden_controls))
        known = self.activation_options
        self._check_activation(self.activation, known)
        for size in self.hidden:
            whole("the size of a hidden layer", size, 1, MAX_NEURONS)
        self._fit_to_layers(known)

    def _check_activation(self, name: object, known: Collection[str]) -> None:
        if not isinstance(name, str) or name not in known:
            why = "no function and no operation of the user goes by that name"
            if name in self.own_functions:
                why = "an activation has one operand, and this operation two"
            raise ValueError(f"unknown activation {shown(name)}: {why}")

    def _fit_to_layers(self, known: Collection[str]) -> None:
        """Drop settings of layers and neurons that do not exist."""
        names = list(listed("layer_activations", self.layer_activations, MAX_HIDDEN_LAYERS))
        for name in names:
            self._check_activation(name, ("", *known))
        del names[len(self.hidden) :]
        while names and names[-1] == "":
            names.pop()
        object.__setattr__(self, "layer_activations", tuple(names))
        marks = list(self.batch_norm)[: len(self.hidden)]
        while marks and not marks[-1]:
            marks.pop()
        object.__setattr__(self, "batch_norm", tuple(marks))
        for name, lengths in (("frozen", (1, 2, 3)), ("switched_off", (2,))):
            keys = listed(name, getattr(self, name), MOST_KEYS)
            kept = {key_beginning(name, key, lengths) for key in keys}
            kept = {key for key in kept if self._has(key)}
            object.__setattr__(self, name, tuple(sorted(kept, key=lambda key: (len(key), key))))

    def _has(self, key: tuple[int, ...]) -> bool:
        """Whether this layer, or hidden neuron, exists."""
        layer = key[0]
        if layer == OUTPUT:
            return True
        is_layer = 1 <= layer <= len(self.hidden)
        return is_layer and (len(key) == 1 or 0 <= key[1] < self.hidden[layer - 1])

    @property
    def own_functions(self) -> Mapping[str, str]:
        """The operations of the user by name, each with its name in the engine."""
        return install(self.operations)

    @property
    def activation_options(self) -> dict[str, str]:
        """What can be chosen as an activation, with titles."""
        own = {name: name for name, row in self.own_functions.items() if OPERATIONS[row].is_unary}
        return {**ACTIVATIONS, **own}


def _feature_indices(features: object) -> tuple[int, ...]:
    indices = listed("features", features, MOST_FEATURES + 1)
    for index in indices:
        whole("a feature", index, 0, MOST_FEATURES)
    if list(indices) != sorted(set(indices)):
        raise ValueError(f"features must be given once each and in rising order, not {shown(features)}")
    return indices
