"""Graphs as Mermaid: every line is one that its flow charts know, and every text is escaped."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from playground.exporters.graph.mermaid import MOST_LINKS, mermaid_of, too_large_for_mermaid
from tests.playground.exporters.graph.shown import formula_walk, shown
from tests.playground.exporters.graph.test_dot import SUBSCRIPTS, sum_of
from tests.playground.models.graph.networks import walk_of_network

NODE = re.compile(r'  (\w+)(?:\("([^"]*)"\)|\(\("([^"]*)"\)\)|\[\["([^"]*)"\]\])')
LINK = re.compile(r'  (\w+) -->(?:\|"([^"]*)"\|)? (\w+)')


def read(text: str) -> tuple[dict[str, list[str]], list[tuple[str, str, str]]]:
    """Return the lines of every node, and the links with their texts."""
    head, *lines = text.rstrip("\n").split("\n")
    assert head == "flowchart LR"
    nodes: dict[str, list[str]] = {}
    links: list[tuple[str, str, str]] = []
    for line in lines:
        node, link = NODE.fullmatch(line), LINK.fullmatch(line)
        if node is not None:
            assert node[1] not in nodes
            nodes[node[1]] = [plain(part) for part in (node[2] or node[3] or node[4] or "").split("<br/>")]
        else:
            assert link is not None, line
            links.append((link[1], plain(link[2] or ""), link[3]))
    assert {end for start, _, end in links} | {start for start, _, end in links} <= set(nodes)
    return nodes, links


def plain(text: str) -> str:
    """Return a text as Mermaid draws it: numbers between # and ; stand for characters."""
    assert not re.search(r'["<>&`*_{}\[\]|\\]', text)
    return html.unescape(re.sub(r"#(\d+);", r"&#\1;", text))


def test_that_every_node_and_link_on_screen_is_in_the_text() -> None:
    walk = formula_walk()
    nodes, links = read(mermaid_of(shown(walk)))
    for block in walk.graph.nodes:
        assert nodes[f"n{block.index}"][0] == block.label
        if block.operands:
            into = f"o{block.index}"
            assert nodes[into] == [block.symbol]
            assert [start for start, _, end in links if end == into] == [f"n{one}" for one in block.operands]
    assert ("n0", "0.5", "o2") in links  # d(w1 x1)/dw1 = x1


@given(st.text(), st.text())
def test_that_names_of_any_text_are_escaped(first: str, second: str) -> None:
    nodes, _ = read(mermaid_of(sum_of(first, second)))
    for name, node in ((first, "n0"), (second, "n1")):
        shown_name = "".join(sign for sign in " ".join(name.split()) if sign.isprintable())
        assert nodes[node][0].translate(SUBSCRIPTS) == shown_name.translate(SUBSCRIPTS)


def test_that_a_graph_of_more_links_than_mermaid_draws_is_refused() -> None:
    assert not too_large_for_mermaid(formula_walk().graph)
    walk = walk_of_network(dataset="circle", hidden=(12, 12))
    links = sum(len(block.operands) + block.is_computed for block in walk.graph.nodes)
    assert links > MOST_LINKS
    assert f"{links:,}" in too_large_for_mermaid(walk.graph)
