"""A graph as a Python program for this engine."""

from __future__ import annotations

from collections.abc import Sequence

from engine.operation_table import title_of
from engine.operations import BUILT_IN, OPERATIONS
from engine.scalar import Scalar
from playground.exporters.graph.program import ATOM, Written
from playground.exporters.graph.python_code import WIDTH, PythonCode, in_rows, literal
from playground.exporters.graph.rule_code import RuleCode


class EngineCode(PythonCode):
    """Made of Scalars; it runs where the package `engine` can be imported."""

    known = tuple(operation.name for operation in BUILT_IN)
    reserved = ("Scalar", "OPERATIONS", "define_operation", "scalar_function", "symbols", "leaf", "print")

    def head(self) -> Sequence[str]:
        """Return the imports, and the user's operations."""
        lines = ["from engine import Scalar"]
        if self.own:
            lines = ["from engine import Scalar, define_operation, symbols"]
            lines.append("from engine.operations import OPERATIONS")
        if self.own or any(_is_by_name(operation) for operation in self.program.operations):
            lines.append("from engine.scalar import scalar_function")
        for (operation, count), name in self.own.items():
            rule = _Rule(operation, count)
            derivatives = "".join(f"{text}, " for text in rule.derivatives).rstrip()
            lines += ["", "", f"def {name}_rule({', '.join(rule.operands)}):"]
            lines += [f"    {line}" for line in (*rule.lines, f"return {rule.value}, ({derivatives})")]
            # Under its full name: the window has operations that go by one name in several versions.
            known = literal(operation if OPERATIONS[operation].arity else f"{operation} of {count}")
            lines += ["", "", f"if {known} not in OPERATIONS:"]
            lines.append(f"    define_operation({known}, {name}_rule, symbol={literal(title_of(operation))})")
            lines.append(f"{name} = scalar_function({known})")
        return lines

    def tail(self) -> Sequence[str]:
        """Print the value, and the gradient of every leaf."""
        output = self.program.output
        return [
            f"print({literal(output.name)}, {self.names[output.index]}.value)",
            f"for leaf in {self._all_leaves()}:",
            "    print(leaf.label, leaf.value, leaf.grad)",
        ]

    def leaf(self, value: float, label: str) -> str:
        """Return a Scalar with a name."""
        return f"Scalar({value!r}, label={literal(label)})"

    def constant(self, value: float) -> str:
        """Return a Scalar."""
        return f"Scalar({value!r})"

    def call(self, operation: str, operands: Sequence[Written]) -> str:
        """Return a method's call, or a function's for operations without a method."""
        first, *rest = operands
        if _is_by_name(operation):
            return f'scalar_function("{operation}")({", ".join(part.text for part in operands)})'
        before = self.constant(float(first.text)) if first.is_number else first.within(ATOM)
        return f"{before}.{operation}({', '.join(part.text for part in rest)})"

    def _all_leaves(self) -> str:
        """Return a tuple of the leaves."""
        listed = ", ".join(self.names[node.index] for node in self.program.leaves)
        listed += "," if len(self.program.leaves) == 1 else ""
        return f"({listed})" if len(listed) <= WIDTH - 20 else in_rows(listed)


class _Rule(RuleCode):
    def call(self, function: str, operands: Sequence[str]) -> str:
        return f"symbols.{function}({', '.join(operands)})"

    def equals(self, left: str, right: str) -> str:
        first, second = (right, left) if left[0] in "-0123456789" else (left, right)
        return f"{first}.equals({second})"


def _is_by_name(operation: str) -> bool:
    """Whether a named operation has no method of its own."""
    return operation.isidentifier() and operation != "neg" and not hasattr(Scalar, operation)
