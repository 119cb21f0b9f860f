"""A scalar autograd engine: networks as graphs of single numbers.

>>> from engine import Scalar
>>> x = Scalar(3.0)
>>> y = x * x + 2 * x
>>> y.backward()
>>> x.grad
8.0
"""

from . import losses
from .errors import ScalarError, TracingError
from .gradient_check import gradient_check
from .graph import backward, gradients, topological_order, verify
from .nn import MLP, Layer, Neuron
from .optimizers import SGD, Adam, Momentum, Optimizer, RMSProp
from .scalar import Scalar, define_operation, log_sum_exp
from .training import Snapshot, Trainer

__all__ = [
    "MLP",
    "SGD",
    "Adam",
    "Layer",
    "Momentum",
    "Neuron",
    "Optimizer",
    "RMSProp",
    "Scalar",
    "ScalarError",
    "Snapshot",
    "TracingError",
    "Trainer",
    "backward",
    "define_operation",
    "gradient_check",
    "gradients",
    "log_sum_exp",
    "losses",
    "topological_order",
    "verify",
]
