"""Under a meeting note: its lines to choose from, each with what the task says, who does it and until when."""

from __future__ import annotations

import streamlit as st

from components.actions import Message, say
from components.forms import field_problem, forget_problems, submit
from components.session import current_actor, database
from components.text import label_text
from services.language import current_language
from services.language import translate as _
from services.language import translate_plural as _n
from services.note_tasks import NoteLine, NoteTask, add_tasks, lines_of_note
from services.outline import objective_names
from services.references import MOST, find_references

CHOOSING = "plan.note.tasks"
MOST_LINES = 60


def toggle_note_tasks(note_id: int) -> None:
    """Open the choice of lines under this note, or close it. For `on_click`."""
    st.session_state[CHOOSING] = None if is_choosing(note_id) else note_id
    forget_problems(_form(note_id))


def is_choosing(note_id: int) -> bool:
    return bool(st.session_state.get(CHOOSING) == note_id)


def note_tasks(plan_id: int, note_id: int) -> None:
    """The lines of the note, with the fields of a task under each that is ticked."""
    db, actor = database(), current_actor()
    lines = lines_of_note(db, actor, plan_id, note_id)
    if not lines:
        st.caption(_("This note has no line to make a task of."))
        return
    names = {row["id"]: row["name"] for row in find_references(db, actor, "staff", limit=MOST)}
    st.markdown(f"**{_('Which lines become tasks?')}**")
    chosen = []
    for place, line in enumerate(lines[:MOST_LINES]):
        key = f"{_form(note_id)}.{place}"
        st.checkbox(_label(line), value=len(lines) == 1 and not line.is_task, key=f"{key}.chosen")
        if st.session_state[f"{key}.chosen"]:
            chosen.append(key)
            _fields(note_id, place, line, names)
    if len(lines) > MOST_LINES:
        st.caption(_("The first {count} lines are offered.", count=MOST_LINES))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        known = objective_names(db, actor, plan_id)
        st.selectbox(
            _("Objective"),
            known,
            index=None,
            placeholder=_("None"),
            accept_new_options=True,
            key=f"{_form(note_id)}.objective",
            width=320,
            disabled=not chosen,
        )
        count = len(chosen)
        label = _n("Add {count} task", "Add {count} tasks", count) if count else _("Add tasks")
        st.button(label, type="primary", disabled=not chosen, key=f"{_form(note_id)}.add", on_click=_add, args=(plan_id, note_id, chosen))
        st.button(_("Cancel"), key=f"{_form(note_id)}.cancel", on_click=toggle_note_tasks, args=(note_id,))


def _fields(note_id: int, place: int, line: NoteLine, names: dict[int, str]) -> None:
    key = f"{_form(note_id)}.{place}"
    action, people, deadline = st.columns((5, 3, 2), gap="small")
    with action:
        st.text_input(_("Action"), value=line.text, key=f"{key}.action")
        field_problem(_form(note_id), f"{key}.action")
    with people:
        st.multiselect(_("People in charge"), list(names), format_func=names.__getitem__, placeholder="", key=f"{key}.people")
        field_problem(_form(note_id), f"{key}.people_in_charge_ids")
    with deadline:
        form = "DD/MM/YYYY" if current_language.get() == "fr" else "MM/DD/YYYY"
        st.date_input(_("Deadline"), value=None, format=form, key=f"{key}.deadline")


def _label(line: NoteLine) -> str:
    text = label_text(line.text)
    return f"{text} :gray-badge[{_('Task')}]" if line.is_task else text


def _form(note_id: int) -> str:
    return f"plan.note.tasks.{note_id}"


def _add(plan_id: int, note_id: int, keys: list[str]) -> None:
    state = st.session_state
    tasks = [NoteTask(key, state[f"{key}.action"], state[f"{key}.people"], state[f"{key}.deadline"]) for key in keys]
    objective = state[f"{_form(note_id)}.objective"] or ""
    done = submit(
        _form(note_id),
        lambda actor: Message(_told(len(tasks)), change_set_id=add_tasks(database(), actor, plan_id, tasks, objective=objective)),
    )
    if done is not None:
        say(done)
        state[CHOOSING] = None
        for name in [each for each in state if str(each).startswith(f"{_form(note_id)}.")]:
            del state[name]


def _told(count: int) -> str:
    return _n("{count} task is added to the plan.", "{count} tasks are added to the plan.", count)
