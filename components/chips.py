"""Status chips: the same word, icon and colour in list, board, plan, dashboard and portal."""

from __future__ import annotations

import html

from services.language import translate as _

# Colours of Red, Yellow, Green belong to the client status alone; every chip has a word and an icon too.
CLIENT_STATUS = {"Red": ("red", "error"), "Yellow": ("orange", "warning"), "Green": ("green", "check_circle")}
PLAN_STATUS = {
    "Draft": "edit_note",
    "In Progress": "play_circle",
    "Review": "rate_review",
    "Completed": "task_alt",
    "Archived": "inventory_2",
}
BCG = {"Question mark": "question_mark", "Star": "star", "Dog": "pets", "Cash cow": "savings"}


def client_status_html(value: str | None) -> str:
    """The chip for `st.html`, empty when not set."""
    if not value:
        return ""
    colour, icon = CLIENT_STATUS[value]
    return _chip_html(_(value), icon, colour)


def plan_status_html(value: str) -> str:
    """The chip for `st.html`."""
    return _chip_html(_(value), PLAN_STATUS[value], "gray")


def _chip_html(word: str, icon: str, colour: str) -> str:
    return f'<span class="chip {colour}"><span class="glyph" aria-hidden="true">{icon}</span>{html.escape(word)}</span>'
