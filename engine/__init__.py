"""A scalar autograd engine: networks as graphs of single numbers.

>>> from engine import Scalar
>>> x = Scalar(3.0)
>>> y = x * x + 2 * x
>>> y.backward()
>>> x.grad
8.0
"""

from . import losses
from .batch_report import BatchReport
from .compiler import Program, compile
from .errors import ScalarError, TracingError
from .forward_pass import ForwardPass
from .gradient_check import gradient_check
from .graph import backward, gradients, topological_order, verify
from .nn import MLP, Layer, Neuron
from .optimizers import SGD, Adam, Momentum, Optimizer, RMSProp
from .scalar import Scalar, define_operation, log_sum_exp
from .schedules import CosineSchedule, StepSchedule
from .snapshot import Snapshot
from .training import Trainer

__all__ = [
    "MLP",
    "SGD",
    "Adam",
    "BatchReport",
    "CosineSchedule",
    "ForwardPass",
    "Layer",
    "Momentum",
    "Neuron",
    "Optimizer",
    "Program",
    "RMSProp",
    "Scalar",
    "ScalarError",
    "Snapshot",
    "StepSchedule",
    "TracingError",
    "Trainer",
    "backward",
    "compile",
    "define_operation",
    "gradient_check",
    "gradients",
    "log_sum_exp",
    "losses",
    "topological_order",
    "verify",
]
