"""Meeting Notes: calls, meetings and e-mails, newest first, with room to write; or all of them as a grid."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.actions import Message, run_action, say
from components.facts import long_text
from components.layout import empty_state
from components.record_form import record_form
from components.session import current_actor, database
from components.sheet_grid import sheet_grid
from components.text import plain
from data.records import SHEETS
from pages.plan.note_tasks import is_choosing, note_tasks, toggle_note_tasks
from services.actors import Actor, Permission
from services.language import current_language
from services.language import translate as _
from services.meeting_notes import add_note, delete_note, list_notes, update_note
from services.plans import Plan
from services.values import show

PAGE = 20
NOTE = SHEETS["meeting_note"]
OPEN, SHOWN = "plan.note.open", "plan.notes.shown"


def meeting_notes_tab(plan: Plan, actor: Actor) -> None:
    """The notes to read and write, or their grid."""
    # No fragment: what is noted here shows in the head of the page.
    plan_id, may_edit = plan["id"], actor.may(Permission.EDIT)
    views = {"notes": _("Notes"), "grid": _("Grid")}
    with st.container(horizontal=True, vertical_alignment="center", key="plan.notes.bar"):
        view = st.segmented_control(
            _("View"),
            list(views),
            default="notes",
            format_func=views.__getitem__,
            required=True,
            label_visibility="collapsed",
            key="plan.notes.view",
        )
        if may_edit and view == "notes":
            st.button(_("New note"), icon=":material/add:", key="plan.note.new", on_click=_add, args=(plan_id,))
    if view == "grid":
        sheet_grid(plan_id, NOTE.name, key="plan.notes.grid", read_only=not may_edit)
    else:
        _notes(plan_id, may_edit)


def _notes(plan_id: int, may_edit: bool) -> None:
    limit = st.session_state.setdefault(SHOWN, PAGE)
    notes, total = list_notes(database(), current_actor(), plan_id, limit=limit)
    if not notes:
        empty_state(_("No call, meeting or e-mail is noted yet."), icon=":material/forum:", key="plan.notes.empty")
    for note in notes:
        with st.container(border=True, gap="small", key=f"plan.note.{note['id']}"):
            if may_edit and st.session_state.get(OPEN) == note["id"]:
                _open_note(plan_id, note)
            else:
                _closed_note(plan_id, note, may_edit)
    if len(notes) < total:
        st.button(_("Show more"), key="plan.notes.more", on_click=_show_more)


def _closed_note(plan_id: int, note: dict[str, Any], may_edit: bool) -> None:
    language = current_language.get()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{show(NOTE.by_name['date'], note['date'], language) or _('No date')}**", width="content")
        if note["kind"]:
            st.markdown(f":gray-badge[{_(note['kind'])}]", width="content")
        st.markdown(f":gray[{plain(note['attendees'] or '')}]", width="stretch")
        if may_edit:
            st.button(
                _("Tasks"),
                icon=":material/add_task:",
                type="tertiary",
                help=_("Make tasks of lines of this note"),
                key=f"plan.note.tasks.open.{note['id']}",
                on_click=toggle_note_tasks,
                args=(note["id"],),
            )
            st.button(
                _("Edit"), icon=":material/edit:", type="tertiary", key=f"plan.note.edit.{note['id']}", on_click=_open, args=(note["id"],)
            )
            st.button(
                _("Delete"),
                icon=":material/delete:",
                type="tertiary",
                key=f"plan.note.delete.{note['id']}",
                on_click=_delete,
                args=(plan_id, note["id"]),
            )
    long_text(note["notes"], unset=_("Nothing is written down."))
    if may_edit and is_choosing(note["id"]):
        note_tasks(plan_id, note["id"])


def _open_note(plan_id: int, note: dict[str, Any]) -> None:
    record_form(
        NOTE.fields,
        note,
        key=f"plan.note.form.{note['id']}",
        save=lambda actor, edits: update_note(database(), actor, plan_id, note["id"], edits),
        columns=3,
    )
    st.button(_("Done"), key="plan.note.done", on_click=_open, args=(None,))


def _open(note_id: int | None) -> None:
    st.session_state[OPEN] = note_id


def _show_more() -> None:
    st.session_state[SHOWN] += PAGE


def _add(plan_id: int) -> None:
    if made := run_action(lambda actor: add_note(database(), actor, plan_id)):
        _open(made[0])


def _delete(plan_id: int, note_id: int) -> None:
    def delete(actor: Actor) -> None:
        say(Message(_("The note is deleted."), change_set_id=delete_note(database(), actor, plan_id, note_id)))

    run_action(delete)
