"""A graph as a Python program for PyTorch."""

from __future__ import annotations

from collections.abc import Sequence

from playground.exporters.graph.program import Written
from playground.exporters.graph.python_code import WIDTH, PythonCode, literal
from playground.exporters.graph.rule_code import RuleCode

_PLAIN = (
    "exp", "log", "sqrt", "sigmoid", "tanh", "relu", "erf", "sin", "cos", "abs", "maximum", "minimum",
)  # fmt: skip
_FUNCTIONS = {name: f"torch.{name}" for name in _PLAIN} | {
    "leaky_relu": "torch.nn.functional.leaky_relu", "elu": "torch.nn.functional.elu",
    "gelu": "torch.nn.functional.gelu", "silu": "torch.nn.functional.silu",
    "binary_cross_entropy": "torch.nn.functional.binary_cross_entropy_with_logits",
}  # fmt: skip


class TorchCode(PythonCode):
    """Made of tensors of one number each, in double precision as in the engine."""

    known = (*_FUNCTIONS, "softplus", "log_sum_exp", "softmax", "cross_entropy")
    reserved = ("torch", "print", "name", "leaf")

    def head(self) -> Sequence[str]:
        """Return the import, and the user's operations."""
        lines = ["import torch"]
        for (operation, count), name in self.own.items():
            rule = _Rule(operation, count)
            body = [
                "@staticmethod",
                f"def forward(ctx, {', '.join(rule.operands)}):",
                *(f"    {line}" for line in rule.lines),
                f"    ctx.derivatives = ({''.join(f'{text}, ' for text in rule.derivatives).rstrip()})",
                f"    return {_tensor(rule.value)}.clone()",
                "",
                "@staticmethod",
                "def backward(ctx, grad):",
                "    shares = tuple(grad * derivative for derivative in ctx.derivatives)",
                "    return shares if len(shares) > 1 else shares[0]",
            ]
            lines += ["", "", f"class {name}_rule(torch.autograd.Function):"]
            lines += [f"    {line}".rstrip() for line in body]
            lines += ["", "", f"{name} = {name}_rule.apply"]
        return lines

    def tail(self) -> Sequence[str]:
        """Print the value, and the gradient of every leaf."""
        output = self.program.output
        pairs = [f"({literal(node.name)}, {self.names[node.index]})" for node in self.program.leaves]
        listed = ", ".join(pairs)
        if len(listed) > WIDTH - 30:
            listed = "\n" + "".join(f"    {pair},\n" for pair in pairs)
        return [
            f"print({literal(output.name)}, {self.names[output.index]}.item())",
            f"for name, leaf in [{listed}]:",
            "    print(name, leaf.item(), leaf.grad.item())",
        ]

    def leaf(self, value: float, label: str) -> str:
        """Return a tensor whose gradient is wanted."""
        return f"torch.tensor({value!r}, dtype=torch.float64, requires_grad=True)"

    def constant(self, value: float) -> str:
        """Return a tensor."""
        return _tensor(repr(value))

    def call(self, operation: str, operands: Sequence[Written]) -> str:
        """Return a function's call."""
        texts = [self.as_operand(part) for part in operands]
        several = f"torch.stack([{', '.join(texts)}])"
        if operation == "softplus":
            # Beyond its threshold, 20 by default, PyTorch leaves out what the exponential adds.
            return f"torch.nn.functional.softplus({texts[0]}, threshold=40)"
        if operation == "log_sum_exp":
            return f"torch.logsumexp({several}, 0)"
        if operation == "softmax":
            return f"torch.softmax({several}, 0)[0]"
        if operation == "cross_entropy":
            half = len(texts) // 2
            logits, targets = (f"torch.stack([{', '.join(part)}])" for part in (texts[:half], texts[half:]))
            return f"(-torch.log_softmax({logits}, 0) * {targets}).sum()"
        return f"{_FUNCTIONS[operation]}({', '.join(texts)})"


class _Rule(RuleCode):
    def call(self, function: str, operands: Sequence[str]) -> str:
        name = {"select": "where", "power": "pow", "absolute": "abs"}.get(function, function)
        return f"torch.{name}({', '.join(map(_tensor, operands))})"

    def equals(self, left: str, right: str) -> str:
        return f"{left} == {right}"


def _tensor(text: str) -> str:
    """Return a text that is a number as a tensor: functions take no plain numbers, or round them."""
    try:
        float(text)
    except ValueError:
        return text
    return f"torch.tensor({text}, dtype=torch.float64)"
