"""A Scalar in a notebook: its graph with every value and gradient, or a sentence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine import Scalar, log_sum_exp
from engine.drawing.graph_picture import INK, MOST_NODES, SURFACE, graph_svg
from engine.scalar import TracedScalar
from tests.engine.drawing.pictures import SVG, are_apart, boxes_of, read, texts_of


def test_that_a_notebook_shows_names_values_gradients_and_operations() -> None:
    w, x = Scalar(0.8, label="w"), Scalar(0.5, label="x")
    y = (w * x).tanh() ** 2
    y.label = "y"
    y.backward()
    texts = texts_of(read(y._repr_svg_()))
    assert {"w", "x", "y", "0.8", "0.5", "0.4", "×", "tanh", "x²"} <= set(texts)
    assert {f"{node.grad:.4g}" for node in (w, x, y)} <= set(texts)


def test_that_the_whole_name_and_its_numbers_stand_in_the_title_of_a_card() -> None:
    x = Scalar(2.0, label="weight 3 of neuron 2 in layer 1")
    root = read((x * 3.0)._repr_svg_())
    titles = [title.text for title in root.iter(f"{SVG}title")]
    assert "weight 3 of neuron 2 in layer 1: 2, gradient 0" in titles
    assert "weight 3 of…" in texts_of(root)


def test_that_an_operand_used_twice_has_two_links() -> None:
    x = Scalar(3.0)
    ways = [path.get("d") for path in read((x * x)._repr_svg_()).iter(f"{SVG}path")]
    curves = [way for way in ways if way is not None and "C" in way]
    assert len(curves) == len(set(curves)) == 2


def test_that_many_links_of_one_operand_all_end_at_its_operation() -> None:
    x = Scalar(3.0)
    root = read(log_sum_exp([x] * 40)._repr_svg_())
    (disc,) = boxes_of(root, INK)
    ways = [path.get("d", "") for path in root.iter(f"{SVG}path")]
    ends = [float(way.split()[-1]) for way in ways if "C" in way]
    assert len(set(ends)) == 40
    assert disc[1] < min(ends) < max(ends) < disc[3]


@st.composite
def graphs(draw: st.DrawFn) -> Scalar:
    """Return the result of additions, products and squashings of what there is so far."""
    nodes = [Scalar(1.0, label=f"x{number}") for number in range(draw(st.integers(1, 4)))]
    for _ in range(draw(st.integers(1, 25))):
        one, two = (nodes[draw(st.integers(0, len(nodes) - 1))] for _ in range(2))
        nodes.append(draw(st.sampled_from([one + two, one * two, one.tanh()])))
    return nodes[-1]


@given(graphs())
def test_that_no_card_covers_another_one(output: Scalar) -> None:
    root = read(output._repr_svg_())
    cards = boxes_of(root, SURFACE)
    width, height = float(root.get("width", "0")), float(root.get("height", "0"))
    assert are_apart(cards)
    assert all(box[0] > 0.0 and box[1] > 0.0 and box[2] < width and box[3] < height for box in cards)


def test_that_a_large_graph_says_so_without_being_walked_to_its_end() -> None:
    x = Scalar(1.0)
    for _ in range(MOST_NODES // 2 - 1):
        x = x + 1.0
    assert len(boxes_of(read(x._repr_svg_()), SURFACE)) == MOST_NODES - 1
    for _ in range(200_000):
        x = x + 1.0
    (text,) = texts_of(read(x._repr_svg_()))
    assert text.startswith(f"A graph of more than {MOST_NODES} nodes is not drawn")


def test_that_a_graph_made_of_itself_says_so() -> None:
    x = Scalar(1.0)
    y = x + 1.0
    y.children = (y, x)
    assert "is made of itself" in texts_of(read(graph_svg(y)))[0]


def test_that_values_that_are_not_known_or_no_numbers_are_drawn_as_such() -> None:
    x = TracedScalar("x")
    assert texts_of(read((x + 1.0)._repr_svg_())).count("traced") == 2
    y = Scalar(1.0)
    y.value, y.grad = "text", float("nan")  # type: ignore[assignment] # what a user may set by mistake
    assert texts_of(read(y._repr_svg_())) == ["text", "nan"]
