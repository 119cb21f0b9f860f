"""A scalar autograd engine: networks as graphs of single numbers.

>>> from engine import Scalar
>>> x = Scalar(3.0)
>>> y = x * x + 2 * x
>>> y.backward()
>>> x.grad
8.0
"""

import os

from engine import losses
from engine.compiler import Program, compile
from engine.errors import ScalarError, TracingError
from engine.gradient_check import gradient_check
from engine.graph import backward, gradients, topological_order, verify
from engine.lowering.forward_pass import ForwardPass
from engine.nn import MLP, Layer, Neuron
from engine.optimizers import SGD, Adam, Momentum, Optimizer, RMSProp
from engine.scalar import Scalar, define_operation, log_sum_exp
from engine.schedules import CosineSchedule, StepSchedule
from engine.training.snapshot import BatchReport, Snapshot
from engine.training.trainer import Trainer

if os.environ.get("SCALAR_ENGINE") != "plain":  # the plain engine is for reading, and for tests
    from engine import specialised as specialised

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
