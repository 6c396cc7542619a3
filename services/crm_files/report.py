"""What an import of CRM files did, or would do, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from data.records import RECORDS
from services.crm_files.importing import CrmReport, FileUse
from services.crm_files.mapping import ACCOUNTS, DEALS, PEOPLE, PRODUCTS
from services.crm_files.merging import Counts
from services.crm_files.wanted import PLACEHOLDER_DOMAIN
from services.language import current_language
from services.language import translate as _
from services.language import translate_plural as _n
from services.values import show_count


def role_label(role: str) -> str:
    """What a file was taken for, in the current language."""
    return {ACCOUNTS: _("Accounts"), PRODUCTS: _("Products"), PEOPLE: _("People"), DEALS: _("Deals")}.get(role, _("Not recognised"))


def field_label(name: str) -> str:
    """What a field of the files is called, in the current language."""
    return {
        "id": _("ID"),
        "name": _("Name"),
        "parent": _("Parent client"),
        "industry": _("Industry"),
        "street": _("Street"),
        "postcode": _("Postcode"),
        "city": _("City"),
        "region": _("Region"),
        "country": _("Country"),
        "website": _("Website"),
        "first_name": _("First name"),
        "last_name": _("Last name"),
        "email": _("Email"),
        "manager": _("Manager"),
        "team": _("Team"),
        "account": _("Account by name"),
        "account_id": _("Account by id"),
        "product": _("Product by name"),
        "product_id": _("Product by id"),
        "person": _("Person by name"),
        "person_id": _("Person by id"),
        "stage": _("Stage"),
        "amount": _("Amount"),
        "close_date": _("Close date"),
        "start_date": _("Start date"),
        "is_won": _("Is won"),
        "is_closed": _("Is closed"),
    }.get(name, name)


def record_label(record: str) -> str:
    return _(RECORDS[record].label_plural)


def file_sentence(use: FileUse) -> str:
    """One file: what it was taken for, what of it is not used."""
    sentence = f"{use.file}: {role_label(use.role)}, " + _n("{count} row.", "{count} rows.", use.rows)
    if use.role and use.unused:
        sentence += " " + _("Not used: {columns}.", columns=", ".join(use.unused))
    return sentence


def counts_sentence(record: str, counts: Counts, *, is_dry_run: bool) -> str:
    """One kind of record: "Clients: 85 created"."""
    parts = [
        (counts.created, _("{count} to create") if is_dry_run else _("{count} created")),
        (counts.updated, _("{count} to update") if is_dry_run else _("{count} updated")),
        (counts.unchanged, _("{count} unchanged")),
        (counts.kept, _("{count} keep a value that a person changed")),
        (counts.gone, _("{count} stay deleted")),
    ]
    return (
        f"{record_label(record)}: "
        + ", ".join(text.format(count=show_count(count, current_language.get())) for count, text in parts if count)
        + "."
    )


def summary_sentences(report: CrmReport) -> list[str]:
    """What came of it, without the single rows."""
    lines = [counts_sentence(record, each, is_dry_run=report.is_dry_run) for record, each in report.counts.items()]
    lines += notable_sentences(report)
    if report.is_dry_run:
        lines.append(_("This was a dry run: nothing was changed."))
    elif report.change_set_id is None:
        lines.append(_("Everything was here already: nothing was changed."))
    return lines


def notable_sentences(report: CrmReport) -> list[str]:
    """What else is worth knowing: placeholders, new industries, rows left out."""
    lines = []
    if report.placeholders:
        lines.append(
            _n(
                "{count} person has no e-mail address in the files and got a placeholder at {domain}. Nobody can sign in before they are invited.",
                "{count} people have no e-mail address in the files and got a placeholder at {domain}. Nobody can sign in before they are invited.",
                report.placeholders,
                domain=PLACEHOLDER_DOMAIN,
            )
        )
    if report.industries:
        lines.append(_("New industries in Settings: {industries}.", industries=", ".join(report.industries)))
    left_out = sum(1 for each in report.lacks if each.is_left_out)
    if left_out:
        lines.append(_n("{count} row is left out.", "{count} rows are left out.", left_out))
    if noted := len(report.lacks) - left_out:
        lines.append(_n("{count} row lacks something but counts.", "{count} rows lack something but count.", noted))
    return lines


def report_lines(report: CrmReport) -> Iterator[str]:
    """The whole report for a terminal: files, rows that lack something with file, line and reason, and what came of it."""
    yield from map(file_sentence, report.files)
    for each in report.lacks:
        yield f"{each.file}, {_('line {line}', line=each.line)}: {each.reason}"
    yield from summary_sentences(report)
