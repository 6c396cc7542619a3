"""Long text as HTML: what Markdown gives, and what hostile text does not."""

from __future__ import annotations

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.richtext import LONGEST_RENDERED, render_markdown, to_html


class Elements(HTMLParser):
    """Every tag and attribute that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs


def test_markdown_is_rendered() -> None:
    assert to_html("# Plan\n\n- **grow**\n- hold") == "<h1>Plan</h1>\n<ul>\n<li><strong>grow</strong></li>\n<li>hold</li>\n</ul>\n"
    assert to_html("one\ntwo") == "<p>one<br>\ntwo</p>\n"
    assert "<td>1</td>" in to_html("|a|b|\n|-|-|\n|1|2|")


def test_links_tell_nothing_and_open_elsewhere() -> None:
    link = to_html("[site](https://example.com)")
    assert 'rel="noopener nofollow"' in link
    assert 'target="_blank"' in link


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://evil.example/pixel.png)",
        '<a href="https://e.example" onclick="alert(1)">x</a>',
        "<style>*{display:none}</style>",
        "```<iframe src=x>\n</iframe>\n```",
    ],
)
def test_hostile_text_is_shown_not_run(hostile: str) -> None:
    found = Elements()
    found.feed(to_html(hostile))
    assert not found.tags & {"script", "img", "style", "iframe"}
    assert not {name for name, _value in found.attributes} - {"href", "rel", "target"}
    assert all(str(value).startswith("https://") for name, value in found.attributes if name == "href")


@pytest.mark.parametrize("text", ["[" * 100_000, "*a " * 60_000, "> " * 50_000, "x" * (LONGEST_RENDERED + 1)])
def test_absurd_text_takes_no_time(text: str) -> None:
    started = time.process_time()
    to_html(text)
    assert time.process_time() - started < 5


def test_very_long_text_is_whole() -> None:
    text = "<b>word</b> " * 20_000
    assert to_html(text).count("&lt;b&gt;word&lt;/b&gt; ") == 20_000


@given(st.text(st.sampled_from("abZÉ7 ,.;:()/%'’–-_*#"), min_size=1, max_size=30))
def test_plain_words_are_the_same_the_quick_way(text: str) -> None:
    assert to_html(text) == render_markdown(text)


@pytest.mark.parametrize(
    "text", ["Word", "Deux mots, été 2026 (Q1)", "a://b.c", "mailto:x", "1. one", "- one", "Call - then write ", "l’équipe’s"]
)
def test_words_of_a_cell_are_the_same_the_quick_way(text: str) -> None:
    assert to_html(text) == render_markdown(text)
