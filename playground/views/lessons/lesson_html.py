"""The Markdown of a lesson as HTML that Qt's text documents understand; HTML in it is shown as text."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from playground.style.theme import Theme

_MONO = "font-family:'JetBrains Mono','DejaVu Sans Mono',monospace"
_LINE_HEIGHT = 24
# Qt leaves no room between a text and a table.
_SPACE = '<p style="margin:0;font-size:6px">&nbsp;</p>'


def lesson_html(markdown: str, theme: Theme) -> str:
    """Return a text in the colours of a theme; neither links nor pictures lead out of it."""
    return _parser(theme).render(markdown)


def code_html(code: str, theme: Theme) -> str:
    """Return lines of code in a box; those that begin with ``-`` and ``+`` are wrong and right ones."""
    rows = []
    for line in code.rstrip("\n").split("\n"):
        ground, ink, bar = theme.inset, theme.ink, theme.inset
        if line.startswith("-"):
            ground, ink, bar = theme.danger_soft, theme.danger, theme.danger
        elif line.startswith("+"):
            ground, ink, bar = theme.ok_soft, theme.ok, theme.ok
        code = line.lstrip(" ")
        text = "&nbsp;" * (len(line) - len(code)) + (escape(code) or "&nbsp;")
        rows.append(
            f'<tr><td width="3" bgcolor="{bar}"></td><td bgcolor="{ground}" style="padding:3px 8px">'
            f'<span style="{_MONO};font-size:13px;color:{ink}">{text}</span></td></tr>'
        )
    return f'{_SPACE}<table width="100%" cellspacing="0" cellpadding="0">{"".join(rows)}</table>{_SPACE}'


def _parser(theme: Theme) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": False})
    parser.enable("table")
    parser.disable(["image", "link", "autolink", "reference", "html_block", "html_inline"])

    def fence(_: RendererHTML, tokens: Sequence[Token], place: int, *more: Any) -> str:
        return code_html(tokens[place].content, theme)

    def inline_code(_: RendererHTML, tokens: Sequence[Token], place: int, *more: Any) -> str:
        return (
            f'<span style="{_MONO};font-size:13px;background-color:{theme.inset}">'
            f"&nbsp;{escape(tokens[place].content)}&nbsp;</span>"
        )

    def paragraph(_: RendererHTML, tokens: Sequence[Token], place: int, *more: Any) -> str:
        return f'<p style="margin-top:0;margin-bottom:14px;line-height:{_LINE_HEIGHT}px;">'

    def table(_: RendererHTML, tokens: Sequence[Token], place: int, *more: Any) -> str:
        return f'{_SPACE}<table width="100%" cellspacing="0" cellpadding="5">'

    def cell(_: RendererHTML, tokens: Sequence[Token], place: int, *more: Any) -> str:
        style = f"border-bottom:1px solid {theme.line};font-size:13px;text-align:left"
        return f'<{tokens[place].tag} align="left" style="{style}">'

    def end_of_table(_: RendererHTML, tokens: Sequence[Token], place: int, *more: Any) -> str:
        return f"</table>{_SPACE}"

    for kind, rule in (
        ("table_open", table),
        ("table_close", end_of_table),
        ("th_open", cell),
        ("td_open", cell),
    ):
        parser.add_render_rule(kind, rule)
    parser.add_render_rule("fence", fence)
    parser.add_render_rule("code_block", fence)
    parser.add_render_rule("code_inline", inline_code)
    parser.add_render_rule("paragraph_open", paragraph)
    return parser
