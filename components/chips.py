"""Status chips: the same word, icon and colour in list, board, plan, dashboard and portal."""

from __future__ import annotations

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


def client_status_chip(value: str | None) -> str:
    """Markdown of the chip, empty when not set."""
    if not value:
        return ""
    colour, icon = CLIENT_STATUS[value]
    return f":{colour}-badge[:material/{icon}: {_(value)}]"


def plan_status_chip(value: str) -> str:
    return f":gray-badge[:material/{PLAN_STATUS[value]}: {_(value)}]"


def bcg_chip(value: str | None) -> str:
    return f":gray-badge[:material/{BCG[value]}: {_(value)}]" if value else ""
