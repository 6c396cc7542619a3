"""What came of the files, or would: counts of records, and rows that lack something."""

from __future__ import annotations

import csv
import html
import io

import streamlit as st

from components.text import plain
from services.crm_files.importing import CrmReport
from services.crm_files.report import notable_sentences, record_label
from services.language import current_language
from services.language import translate as _
from services.language import translate_plural as _n
from services.values import show_count

SHOWN = 200


def counts_table(report: CrmReport) -> None:
    """Kinds of records with how many of each are created, updated, unchanged or kept."""
    language = current_language.get()
    headings = (_("Records"), _("Created"), _("Updated"), _("Unchanged"), _("Kept as people changed it"), _("Deleted by people"))
    head = "".join(f"<th>{html.escape(each)}</th>" for each in headings)
    lines = []
    for record, each in report.counts.items():
        numbers = (each.created, each.updated, each.unchanged, each.kept, each.gone)
        cells = "".join(f"<td>{show_count(number, language) if number else '–'}</td>" for number in numbers)
        lines.append(f"<tr><td>{html.escape(record_label(record))}</td>{cells}</tr>")
    st.html(f'<div class="import-counts"><table><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table></div>')
    for sentence in notable_sentences(report):
        st.caption(plain(sentence))


def lacks_table(report: CrmReport, *, key: str) -> None:
    """Rows that lack something, with file, line and reason; all of them as a file."""
    if not report.lacks:
        return
    title = _n("{count} row lacks something", "{count} rows lack something", len(report.lacks))
    with st.expander(title, key=f"{key}.list"):
        head = "".join(f"<th>{html.escape(each)}</th>" for each in (_("Line"), _("File"), _("Reason")))
        lines = "".join(
            f"<tr><td>{each.line}</td><td>{html.escape(each.file)}</td><td>{html.escape(each.reason)}</td></tr>"
            for each in report.lacks[:SHOWN]
        )
        st.html(f'<div class="import-rows" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>')
        if len(report.lacks) > SHOWN:
            st.caption(_("The first {count} are shown.", count=SHOWN))
        st.download_button(
            _("All of them as CSV"), _csv(report), f"{_('rows')}.csv", "text/csv", icon=":material/download:", key=f"{key}.csv"
        )


def _csv(report: CrmReport) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_("File"), _("Line"), _("Reason")])
    # A leading apostrophe keeps spreadsheets from taking a file name for a formula.
    writer.writerows([("'" if each.file[:1] in "=+-@" else "") + each.file, each.line, each.reason] for each in report.lacks)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
