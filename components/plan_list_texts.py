"""The words of the list of plans, for its JavaScript."""

from __future__ import annotations

from typing import Any

from services.language import plural_forms
from services.language import translate as _


def list_texts() -> dict[str, Any]:
    """Texts by name in the current language. A pair is singular and plural of a sentence with `{count}`."""
    return {
        "grid": _("Plans"),
        "list": _("List"),
        "board": _("Kanban"),
        "show_as": _("Show plans as"),
        "search": _("Search"),
        "search_plans": _("Search plans"),
        "nothing_found": _("Nothing found."),
        "unreachable": _("The server cannot be reached. Check your connection and try again."),
        "try_again": _("Try again"),
        "sign_in": _("Sign in"),
        "chip": _("{name}: {values}"),
        "remove_filter": _("Remove filter {name}"),
        "more_filters": _("More filters"),
        "clear_all": _("Clear all"),
        "clear_filters": _("Clear all filters"),
        "from": _("From"),
        "to": _("To"),
        "from_to": _("{from} to {to}"),
        "from_only": _("from {from}"),
        "to_only": _("until {to}"),
        "not_set": _("Not set"),
        "views": _("Views"),
        "view_mine": _("My plans"),
        "view_all": _("All plans"),
        "unsaved_view": _("Unsaved view"),
        "changed": _("changed"),
        "personal": _("Personal"),
        "team": _("Team"),
        "save_as": _("Save as a new view"),
        "overwrite": _("Save changes to this view"),
        "discard": _("Discard changes"),
        "rename": _("Rename"),
        "delete_view": _("Delete view"),
        "export": _("Export"),
        "export_hint": _("Excel workbook of these rows and columns"),
        "exporting": _("{done} of {total} plans"),
        "cancel": _("Cancel"),
        "import": _("Import"),
        "columns": _("Columns"),
        "reset_columns": _("Back to the usual columns"),
        "pin": _("Keep in place"),
        "move_up": _("Move up"),
        "move_down": _("Move down"),
        "column_tool": _("{action}: {column}"),
        "plans": plural_forms("{count} plan", "{count} plans"),
        "selected": plural_forms("{count} plan selected", "{count} plans selected"),
        "selected_outside": plural_forms(
            "{count} plan selected, which is not in this list", "{count} plans selected, {outside} of them not in this list"
        ),
        "all_selected": plural_forms("The {count} plan of this filter is selected", "All {count} plans of this filter are selected"),
        "select_all": plural_forms("Select the {count} plan of this filter", "Select all {count} plans of this filter"),
        "clear_selection": _("Clear selection"),
        "bulk": _("Actions on the selected plans"),
        "no_mine": _("You are in charge of no plan yet."),
        "show_all": _("Show all plans"),
        "no_match": _("No plan matches these filters."),
        "no_plans": _("Plans gather what is known of a client, what to sell it, and how that goes. There is none yet."),
        "new_plan": _("New plan"),
        "close": _("Close"),
        "yes": _("Yes"),
        "no": _("No"),
        "quarter": _("Q{quarter} {year}"),
    }
