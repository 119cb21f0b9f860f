"""Lessons for tests."""

FRONT = """---
title: A title
question: A question?
group: A group
order: 3
minutes: 5
---
"""
EXPERIMENT = """
```experiment
dataset: circle
n_samples: 60
learning_rate: 0.05
epochs: 30
seconds: 1
run a: No hidden layer
look: bad
hidden: none
run b: Four neurons
look: good
hidden: 4
```
"""
CHOICES = """
```predict
ask: What will it do?
of: a.train_loss
choice: It falls
because: Everything does.
when: a.train_loss < 0.3
answer: You said it falls. It is {a.train_loss}.
curve: 0.9 0.5 0.1
choice: It stays
because: A line cannot do it.
when: a.train_loss >= 0.3
answer: You said it stays.
curve: 0.9 0.9 0.9
```

Guess.
"""
NUMBER = """
```predict
ask: How many of the points will b have right?
number: b.train_accuracy
tolerance: 0.05
low: Too low: {b.train_accuracy}
right: Right.
high: Too high.
```
"""
SKETCH = """
```predict
ask: Draw the loss of b.
sketch: b.train_loss
tolerance: 0.2
right: So it is.
wrong: Not so.
```
"""
POINT_AT_LAYER = """
```predict
ask: Which layer of b has the smallest gradient?
point: layer
lowest: b.gradient_norm
right: Right, it is {b.gradient_norm(1)}.
wrong: No.
wrong output: The output layer is next to the error.
```
"""
POINT_AT_SAMPLE = """
```predict
ask: Which point costs b most?
point: sample
highest: b.sample_loss
right: Right.
wrong: No.
```
"""
REVEAL = """
```reveal
of: train_loss
check: b.train_loss < a.train_loss
```

The left one is at {a.train_loss}, the right one at {b.train_loss}.
"""
TASK = """
```do
goal: Bring it below 0.4.
until: b.train_loss < 0.4 and b.neurons >= 5
run: b
controls: hidden, learning_rate
hint: More neurons.
```

Try.
"""
TRANSFER = """
```transfer
takeaway: Neurons help.
wrong: model = Linear(2, 1)
right: model = Sequential(Linear(2, 4), Tanh(), Linear(4, 1))
break_it: Take them away again.
```

The end.
"""
WHOLE = FRONT + "\nBefore all.\n" + EXPERIMENT + CHOICES + REVEAL + TASK + TRANSFER
FORMULA = """
```formula
a = 1
h = a + a
b = h*a
L = b*h
mistake: wrong_order
```
"""
NEXT = """
```predict
ask: Which one goes next?
next: L
right: So it is, {a.grad}.
wrong: Not so.
```
"""
VERDICT = """
```reveal
paths: a
check: a.grad == 12 and a.wrong_grad > a.grad
```
"""
MOVE = """
```do
goal: Make it small.
until: abs(a.grad) < 1
controls: a
hint: Try 0.
```
"""
ORDER = """
```do
goal: Send them off.
order: backward
```
"""
WHOLE_FORMULA = FRONT + FORMULA + NEXT + VERDICT + MOVE + ORDER + TRANSFER
SLICE = """
```slice
w = 2
L = w*w
along: w
from: -1
to: 5
step: -2
parabola: yes
```
"""
CHANGE = """
```predict
ask: How much does it change?
number: L.change
tolerance: 0.1
low: More than that: {L.change}.
right: So it is.
high: Less than that: {L.change}.
```
"""
SLICE_REVEAL = """
```reveal
check: abs(L.change + 4) < 0.001 and abs(L.tangent + 8) < 0.001 and abs(L.parabola + 4) < 0.001
check: w.slope == 4 and w.value == 0 and w.start == 2 and w.step == -2
```

It is {L.change}.
"""
FLAT = """
```do
goal: Make it flat.
until: abs(w.slope) < 0.1
controls: w
```
"""
WHOLE_SLICE = FRONT + SLICE + CHANGE + SLICE_REVEAL + FLAT + TRANSFER
NETWORK_SLICE = """
```slice
dataset: circle
hidden: 2
loss: cross_entropy
seed: 2
epochs: 2
along: gradient
from: 0
to: 6
step: 2
run a: The network
```
"""
TABLE = """
```table
count: 2 x 3
show x: x
show v: x.view(3, 2)
show p: x.permute(1, 0)
```
"""
CELLS = """
```predict
ask: What is in it?
cells: v
right: Right, {v.cells}.
like p: That is {p.cells}.
wrong: No.
check: v.rows == 3 and v.cells != p.cells
```
"""
