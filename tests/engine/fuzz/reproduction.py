"""Shrinks a failing case to the smallest part of its graph that still fails, and writes it as Python."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from engine.graph import topological_order
from engine.scalar import Scalar
from tests.engine.fuzz.case import Case, known

Failure = Callable[[Case], str]


def reproduction(case: Case, failure: Failure) -> str:
    """Return what is wrong with a case (empty if nothing is), and a smaller case as source text.

    Parameters
    ----------
    failure
        Returns what is wrong with a case, or an empty text.
    """
    with known(case.operations):
        wrong = failure(case)
        if not wrong:
            return ""
        smaller = _fewer_samples(_fewer_leaves(_smaller_graph(case, failure), failure), failure)
        return f"{case.name}: {wrong}\nminimal: {failure(smaller) or wrong}\n{as_source(smaller)}"


def _smaller_graph(case: Case, failure: Failure) -> Case:
    """Return the first part of the graph, operands before results, that fails on its own."""
    for node in topological_order(*case.outputs):
        if node.children:
            part = dataclasses.replace(case, outputs=(node,))
            if failure(part):
                return part
    return case


def _fewer_leaves(case: Case, failure: Failure) -> Case:
    used = set(topological_order(*case.outputs))
    columns = [i for i, leaf in enumerate(case.inputs) if leaf in used] or [0]
    part = dataclasses.replace(
        case,
        inputs=tuple(case.inputs[i] for i in columns),
        parameters=tuple(leaf for leaf in case.parameters if leaf in used),
        samples=case.samples[:, columns],
    )
    return part if failure(part) else case


def _fewer_samples(case: Case, failure: Failure) -> Case:
    for start in range(len(case.samples)):
        part = dataclasses.replace(case, samples=case.samples[start : start + 1])
        if failure(part):
            return part
    return case


def as_source(case: Case) -> str:
    """Return a script that builds the graph of a case; its last line gives the samples."""
    names = {leaf: f"x{i}" for i, leaf in enumerate(case.inputs, 1)}
    names |= {leaf: f"w{i}" for i, leaf in enumerate(case.parameters, 1)}
    lines = [f"{name} = Scalar({_value(leaf)!r})" for leaf, name in names.items()]
    for node in topological_order(*case.outputs):
        if node.children:
            operands = ", ".join(names[child] for child in node.children)
            names[node] = f"n{len(names)}"
            lines.append(f"{names[node]} = scalar_function({node.operation!r})({operands})")
        elif node not in names:
            names[node] = f"Scalar({node.value!r})"
    for operation in case.operations:
        lines.insert(0, f"# with OPERATIONS.add(random_operation({operation.name.removeprefix('fuzz ')}))")
    outputs = ", ".join(names[output] for output in case.outputs)
    leaves = [f"{what}=[{', '.join(names[leaf] for leaf in found)}]" for what, found in (
        ("inputs", case.inputs), ("parameters", case.parameters)
    )]  # fmt: skip
    lines.append(f"program = engine.compile([{outputs}][-1], {', '.join(leaves)})")
    lines.append(f"program.loss_and_gradients({case.samples.tolist()!r})")
    return "\n".join(lines)


def _value(leaf: Scalar) -> float:
    """Return a leaf's value; a placeholder has none, so any number stands for it."""
    return 0.5 if type(leaf) is not Scalar else leaf.value
