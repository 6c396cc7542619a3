"""Long text as HTML: Markdown rendered and sanitised in one place, the same for page, portal and PDF."""

from __future__ import annotations

import html
import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

# Beyond this a text is shown as it was written: rendering must not hold up a page.
LONGEST_RENDERED = 200_000
TAGS = frozenset(
    [
        "p",
        "br",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "strong",
        "em",
        "s",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "a",
    ]
)

# One line of words that means the same with and without Markdown, as most cells of a grid hold.
_PLAIN = re.compile(r"[^\W\d_][\w ,.;:()/%'’–-]*")

# Images would be fetched from elsewhere by whoever reads; raw HTML stays visible as text.
_markdown = MarkdownIt("commonmark", {"breaks": True, "html": False}).enable(["table", "strikethrough"]).disable("image")


def to_html(text: str) -> str:
    """The Markdown `text` as safe HTML: no scripts, no images, links that tell nothing about where they are followed from."""
    if len(text) > LONGEST_RENDERED:
        return f'<pre class="as-written">{html.escape(text)}</pre>'
    return _render(text)


@lru_cache(maxsize=512)
def _render(text: str) -> str:
    if "_" not in text and _PLAIN.fullmatch(text):
        return f"<p>{text.rstrip()}</p>\n"
    return render_markdown(text)


def render_markdown(text: str) -> str:
    """The Markdown as safe HTML, whatever it holds; `to_html` is the quicker way to the same."""
    return nh3.clean(
        _markdown.render(text),
        tags=set(TAGS),
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
