"""What can be chosen in an experiment: names with their titles, and limits."""

from __future__ import annotations

from engine.operation_table import title_of
from engine.optimizers import KINDS, Optimizer
from playground.models.data.datasets import MAX_SAMPLES

MAX_HIDDEN_LAYERS = 10
MAX_NEURONS = 64
MOST_SIZES_IN_TITLE = 3
MAX_SEED = 2**31 - 1
MAX_REDRAWS = 1_000_000
MOST_FEATURES = 10_000
# All parameters of the largest network can be frozen one by one.
MOST_KEYS = 100_000
LONGEST_NAME = 80
FULL_BATCH = MAX_SAMPLES
"""A batch size above any data set: all training samples make one batch."""
ACTIVATIONS = {
    "sigmoid": "Sigmoid",
    "tanh": "tanh",
    "relu": "ReLU",
    "leaky_relu": "Leaky ReLU",
    "elu": "ELU",
    "gelu": "GELU",
    "silu": "SiLU",
    "softplus": "Softplus",
    "sin": "Sine",
    "linear": "Linear",
}
OPTIMIZERS: dict[str, tuple[str, type[Optimizer]]] = {
    name.lower(): (name, kind) for name, kind in KINDS.items()
}
REGULARIZATIONS = {"none": "None", "l1": "L1", "l2": "L2"}
EQUAL_WEIGHT = 0.1
INITIALIZATIONS = {
    "uniform": "Uniform", "xavier": "Xavier", "he": "He", "zeros": "Zeros", "equal": f"All {EQUAL_WEIGHT}",
    "custom": "Custom",
}  # fmt: skip
LOSS_TITLES = {
    "cross_entropy": "Cross-entropy",
    "squared_error": "Squared error",
    "binary_cross_entropy": "Binary cross-entropy",
    "hinge": "Hinge",
}
SCHEDULES = {"constant": "Constant", "step": "Step", "cosine": "Cosine"}
LEARNING_RATES = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
POINT_STEPS = (
    10, 20, 50, 100, 150, 200, 250, 300, 400, 500, 600, 800, 1000, 1500, 2000, 3000, 5000, 10_000, 20_000,
    50_000, 100_000,
)  # fmt: skip
MOST_EPOCHS = 10**9
NONE = "–"


def activation_title(name: str) -> str:
    """Return what people read for an activation, by its name in the engine or its own; nothing for none."""
    title = title_of(name)
    return ACTIVATIONS.get(title, title)
