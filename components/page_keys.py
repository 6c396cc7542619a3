"""What every page answers to the keyboard: / searches, n begins something new, ? shows the keys; and the language it is read out in."""

from __future__ import annotations

from components.modules import module_component
from services.actors import Actor
from services.language import translate as _

_keys = module_component("page_keys")


def page_keys(actor: Actor) -> None:
    """Listen on the page as a whole. Lists that have a search of their own answer first."""
    _keys(
        key="frame.keys",
        data={"language": actor.language, "texts": {"title": _("Keys"), "close": _("Close")}, "groups": _groups()},
    )


def _groups() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (
            _("Every page"),
            [
                ("/", _("Search")),
                ("n", _("Begin something new")),
                ("1 … 9", _("Open a tab")),
                ("Ctrl+Z", _("Undo what the message tells")),
                ("?", _("Show the keys")),
            ],
        ),
        (_("Dialogs"), [(_("Enter"), _("Confirm")), (_("Escape"), _("Close"))]),
        (
            _("Lists"),
            [
                ("↑ ↓", _("Go from row to row")),
                (_("Enter"), _("Open the record")),
                ("Alt+←", _("From the record back to its row")),
                (_("Space"), _("Select or deselect the plan")),
            ],
        ),
        (
            _("My work"),
            [
                ("↑ ↓ j k", _("Go from row to row")),
                (_("d or Space"), _("Complete the task")),
                ("s", _("Change its status")),
                ("e", _("Move its deadline")),
                ("u", _("Undo the last change")),
                (_("Enter"), _("Open the plan at the task")),
            ],
        ),
        (
            _("Kanban"),
            [
                ("↑ ↓ ← →", _("Go from card to card")),
                (_("Enter"), _("Open the plan")),
                ("Alt+← →", _("Move the card")),
                ("Alt+↑ ↓", _("Move the card to another lane")),
                ("m", _("Open the menu of the card")),
            ],
        ),
        (_("Tasks of a plan"), [("Ctrl+G", _("Put the tasks of each objective together"))]),
        (
            _("Grids and mind map"),
            [
                ("g", _("Go into the grid")),
                ("n", _("Go to the new row")),
                (_("Escape, then Tab"), _("Leave the grid")),
                ("F1", _("Show their own keys")),
            ],
        ),
    ]
