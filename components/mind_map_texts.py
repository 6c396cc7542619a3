"""What the mind map says, in the language of the person who looks at it."""

from __future__ import annotations

from typing import Any

from services.language import translate as _


def mind_map_texts() -> dict[str, Any]:
    """Every word on the screen of the mind map, by the name its modules know it by."""
    return {
        "mind_map": _("Mind map"),
        "toolbar": _("Tools of the mind map"),
        "node_menu": _("Node"),
        "node_text": _("Text of the node"),
        "no_text": _("Node without text"),
        "with_note": _("{text}, with a note"),
        "made_into": _("{text}, made into an entry of the plan: {kind}"),
        "node_one": _("{count} node"),
        "node_many": _("{count} nodes"),
        "loading": _("The mind map is loading …"),
        "unreachable": _("The server cannot be reached. It is tried again by itself."),
        "try_again": _("Try again"),
        "empty": _("A mind map gathers what you know of this client and where you want to go. It begins with one topic in the middle."),
        "start": _("Start a mind map"),
        "no_map": _("This plan has no mind map yet."),
        "deleted": _("“{text}” was deleted. Press Ctrl+Z to undo."),
        "cannot_undo": _("This step cannot be undone: somebody else changed the same nodes since."),
        "leaving": _("Press Tab to leave the mind map."),
        **_tools(),
        **_dialogs(),
        **_states(),
    }


def _tools() -> dict[str, Any]:
    return {
        "undo": _("Undo"),
        "redo": _("Redo"),
        "add_child": _("Add child"),
        "add_sibling": _("Add sibling"),
        "rename": _("Rename"),
        "note": _("Note"),
        "colour": _("Colour"),
        "fold": _("Fold"),
        "unfold": _("Unfold"),
        "delete": _("Delete"),
        "space": _("Space"),
        "delete_key": _("Del"),
        "enter_key": _("Enter"),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
        "fit": _("Show the whole map"),
        "full_screen": _("Full screen"),
        "export_png": _("Export as PNG"),
        "export_svg": _("Export as SVG"),
        "colours": {
            "none": _("Colour of the parent"),
            "blue": _("Blue"),
            "orange": _("Orange"),
            "teal": _("Teal"),
            "pink": _("Pink"),
            "sky": _("Sky blue"),
            "rust": _("Rust"),
            "grey": _("Grey"),
            "olive": _("Olive"),
        },
    }


def _dialogs() -> dict[str, Any]:
    return {
        "close": _("Close"),
        "cancel": _("Cancel"),
        "save_note": _("Save note"),
        "note_of": _("Note: {text}"),
        "conflict_heading": _("Somebody else changed this mind map meanwhile"),
        "conflict": _("Both of you changed the same nodes, so the two versions cannot be put together. Choose which one to keep."),
        "mine": _("Your version"),
        "theirs": _("Saved version"),
        "differences": _("What differs"),
        "keep_mine": _("Keep mine"),
        "take_theirs": _("Take the saved one"),
        "keys_heading": _("Keys"),
        "keys": [
            (_("Arrow keys"), _("Go to the next node")),
            ("Tab", _("Add child")),
            (_("Enter"), _("Add sibling")),
            ("F2", _("Edit the text; typing anything else replaces it")),
            (_("Shift+Enter"), _("New line while typing")),
            (_("Alt+arrow keys"), _("Move the node: up, down, into the one above, out of its parent")),
            (_("Space"), _("Fold or unfold")),
            ("F4", _("Note")),
            (_("Del"), _("Delete the node and everything below it")),
            (_("Shift+F10"), _("Menu of the node, with its colour")),
            ("Ctrl+Z, Ctrl+Y", _("Undo, redo")),
            ("Ctrl+C, Ctrl+X, Ctrl+V", _("Copy, cut or paste a branch as indented lines")),
            (_("Home"), _("Go to the middle")),
            (_("Esc, then Tab"), _("Leave the mind map")),
            (_("Ctrl+mouse wheel"), _("Zoom")),
        ],
    }


def _states() -> dict[str, str]:
    return {
        "state_saved": _("Saved"),
        "state_saving": _("Saving …"),
        "state_unsaved": _("Not saved yet"),
        "state_unreachable": _("Not saved."),
        "state_refused": _("Not saved."),
        "state_conflict": _("Not saved: choose a version."),
    }
