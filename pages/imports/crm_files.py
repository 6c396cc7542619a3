"""What each file was taken for, and which column is which: found out, to be seen and changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from components.text import plain
from services.crm_files.importing import FileUse
from services.crm_files.mapping import IGNORE, ROLES, CrmMapping, FileMapping, fields_of
from services.crm_files.report import field_label, role_label
from services.crm_files.work import CrmDraft
from services.language import translate as _
from services.language import translate_plural as _n

PER_LINE = 4
Choose = Callable[[CrmMapping], None]


def file_roles(draft: CrmDraft, choose: Choose, *, key: str) -> None:
    """One line for each file, to open for its columns. `choose` gets the whole new mapping."""
    st.markdown(f"## {_('What the files are')}")
    with st.container(gap="xsmall", key="imports.crm.files"):
        for number, use in enumerate(draft.report.files):
            title = f"**{plain(use.file)}**&ensp;{plain(_role(draft, use))}, {_n('{count} row', '{count} rows', use.rows)}"
            with st.expander(title, key=f"imports.crm.file.{number}"):
                _file(draft, use, choose, f"{key}.{number}")


def _role(draft: CrmDraft, use: FileUse) -> str:
    said = draft.mapping.files.get(use.file)
    return _("Left out") if said and said.role == IGNORE else role_label(use.role)


def _file(draft: CrmDraft, use: FileUse, choose: Choose, key: str) -> None:
    def say(said: FileMapping) -> None:
        choose(replace(draft.mapping, files={**draft.mapping.files, use.file: said}))

    said = draft.mapping.files.get(use.file, FileMapping())
    role = said.role or use.role or IGNORE
    options = [*ROLES, IGNORE]
    words = {each: role_label(each) for each in ROLES} | {IGNORE: _("Left out")}
    role_key = f"imports.crm.role.{key}"
    st.selectbox(
        _("This file holds"),
        options,
        index=options.index(role),
        format_func=words.__getitem__,
        key=role_key,
        width=260,
        on_change=lambda: say(FileMapping(st.session_state[role_key])) if st.session_state[role_key] != role else None,
    )
    if role == IGNORE:
        return
    table = next(each for each in draft.tables if each.name == use.file)
    headings = list(dict.fromkeys(each for each in table.headings if each))
    fields = [name for name in fields_of(role) if name in use.columns or name not in _TOLD_APART]
    for start in range(0, len(fields), PER_LINE):
        for name, cell in zip(fields[start : start + PER_LINE], st.columns(PER_LINE), strict=False):
            with cell:
                _column(name, headings, use, role, said, say, f"imports.crm.column.{key}.{name}")
    if use.unused:
        st.caption(plain(_("Not used: {columns}.", columns=", ".join(use.unused))))


# Fields that only tell what a file is.
_TOLD_APART = ("year_established", "revenue", "employees", "series", "price", "title")


def _column(
    name: str, headings: list[str], use: FileUse, role: str, said: FileMapping, say: Callable[[FileMapping], None], key: str
) -> None:
    def chosen() -> None:
        # A page drawn anew may report choices that nobody made again.
        if (heading := st.session_state[key]) != use.columns.get(name, ""):
            say(FileMapping(role, {**use.columns, **said.columns, name: heading}))

    options = ["", *headings]
    current = use.columns.get(name, "")
    st.selectbox(
        field_label(name),
        options,
        index=options.index(current) if current in options else 0,
        format_func=lambda heading: heading or _("None"),
        key=key,
        on_change=chosen,
    )
