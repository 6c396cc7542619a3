"""What the files say, without regard to how they say it: accounts, people and deals, and what each row lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from services.crm_files.mapping import ACCOUNTS, DEALS, PEOPLE, PRODUCTS, CrmMapping, shipped_spelling
from services.crm_files.recognise import Recognised
from services.crm_files.references import Directory, bare
from services.crm_files.stages import LOST, OPEN, WON, Stages
from services.crm_files.values import DateReader, find_date_order, find_decimal, read_flag, read_number
from services.files.table import Cell
from services.imports.columns import is_empty
from services.language import translate as _
from services.plain_text import clean_text
from services.settings import Settings
from services.values import BadValue

_LONGEST = 255
_ADDRESS = ("street", "postcode", "city", "region", "country")


@dataclass(frozen=True)
class Lack:
    """What a row lacks: where it stands, why, and whether it was left out for it."""

    file: str
    line: int
    reason: str
    is_left_out: bool = True


@dataclass
class Account:
    key: str
    name: str
    external_id: str = ""
    industry: str = ""
    address: str = ""
    website: str = ""
    parent: str = ""
    """Key of the parent account."""


@dataclass
class Person:
    key: str
    name: str
    email: str = ""
    team: str = ""
    manager: str = ""
    """Key of the manager."""
    is_manager: bool = False


@dataclass(frozen=True)
class Deal:
    account: str
    person: str
    product: str
    stage: str
    meaning: str
    amount: Decimal
    on: date | None


@dataclass
class Content:
    """Everything the files say; `lacks` in the order of files and lines."""

    accounts: dict[str, Account] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    deals: list[Deal] = field(default_factory=list)
    lacks: list[Lack] = field(default_factory=list)


class Reader:
    """Reads recognised tables: first what deals refer to, then the deals."""

    def __init__(self, tables: Sequence[Recognised], mapping: CrmMapping, stages: Stages, settings: Settings) -> None:
        self.tables = tables
        self.mapping = mapping
        self.stages = stages
        self.language = settings.language
        self._industries = {bare(each): each for each in settings.industries}
        self._seen: set[tuple[str, ...]] = set()
        self.content = Content()
        self.accounts = Directory()
        self.products = Directory()
        self.people = Directory()
        self._spelling = {
            kind: {bare(word): to for word, to in {**each, **mapping.spelling.get(kind, {})}.items()}
            for kind, each in {"industry": {}, "country": {}, "product": {}, **shipped_spelling()}.items()
        }

    def read(self) -> Content:
        for role, one in ((ACCOUNTS, self._accounts), (PRODUCTS, self._products), (PEOPLE, self._people)):
            for found in self.tables:
                if found.role == role:
                    one(found)
        self._parents()
        self._managers()
        for found in self.tables:
            if found.role == DEALS:
                self._deals(found)
        return self.content

    def _lack(self, found: Recognised, row: int, reason: str, *, is_left_out: bool = True) -> None:
        self.content.lacks.append(Lack(found.file, found.table.lines[row], reason, is_left_out))

    def _spelt(self, kind: str, text: str) -> str:
        return self._spelling[kind].get(bare(text), text)

    def _clean(self, found: Recognised, row: int, text: str) -> str | None:
        """A name that can be stored, or None with the reason told."""
        try:
            text = " ".join(clean_text(text).split())
        except BadValue as error:
            self._lack(found, row, error.message)
            return None
        if len(text) > _LONGEST:
            self._lack(found, row, _("Shorten this to {longest} characters; it has {length}.", longest=_LONGEST, length=len(text)))
            return None
        return text

    def _accounts(self, found: Recognised) -> None:
        columns = {name: found.texts(name) for name in ("id", "name", "industry", "website", *_ADDRESS)}
        for row in range(found.table.rows):
            name = self._clean(found, row, columns["name"][row])
            if name is None:
                continue
            if not name:
                self._lack(found, row, _("This account has no name."))
                continue
            external_id = columns["id"][row][:_LONGEST]
            key = self.accounts.add(external_id, name)
            if key is None:
                self._lack(found, row, _("The account {name} stands in an earlier line already.", name=name))
                continue
            country = self._spelt("country", columns["country"][row])
            parts = [columns[part][row] for part in _ADDRESS[:-1]] + [country]
            self.content.accounts[key] = Account(
                key,
                name,
                external_id=external_id,
                industry=self._industry(columns["industry"][row]),
                address=", ".join(dict.fromkeys(part for part in parts if part))[:2000],
                website=_website(columns["website"][row]),
            )

    def _industry(self, text: str) -> str:
        spelt = self._spelt("industry", text.strip())
        if spelt == text and text:
            spelt = text.replace("_", " ").strip()
            spelt = spelt.capitalize() if spelt.isupper() else spelt[:1].upper() + spelt[1:]
        return self._industries.get(bare(spelt), spelt)[:_LONGEST]

    def _parents(self) -> None:
        for found in self.tables:
            if found.role != ACCOUNTS or "parent" not in found.columns:
                continue
            keys = self._keys(found)
            for row, parent in enumerate(found.texts("parent")):
                if not parent or keys[row] is None:
                    continue
                child = self.content.accounts[keys[row] or ""]
                key = self.accounts.find(parent)
                if key is None and not self.accounts.has_ids:
                    key = self._new_account(parent)
                if key is None:
                    self._lack(found, row, _("The parent {name} is in no file.", name=parent), is_left_out=False)
                elif self._is_within(key, child.key):
                    self._lack(found, row, _("The parent {name} belongs to this account itself.", name=parent), is_left_out=False)
                else:
                    child.parent = key

    def _keys(self, found: Recognised) -> list[str | None]:
        """The account each row stands for."""
        pairs = zip(found.texts("id"), found.texts("name"), strict=True)
        return [self.accounts.find(external_id, name) if name else None for external_id, name in pairs]

    def _is_within(self, key: str, root: str) -> bool:
        while key:
            if key == root:
                return True
            key = self.content.accounts[key].parent
        return False

    def _new_account(self, name: str) -> str | None:
        """An account that only other rows name."""
        shown = " ".join(name.split())[:_LONGEST]
        key = self.accounts.add("", shown)
        if key is not None:
            self.content.accounts[key] = Account(key, shown)
        return key

    def _products(self, found: Recognised) -> None:
        for row, (product_id, name) in enumerate(zip(found.texts("id"), found.texts("name"), strict=True)):
            cleaned = self._clean(found, row, self._spelt("product", name))
            if cleaned:
                self.products.add(product_id, cleaned, shown=cleaned)
            elif cleaned is not None:
                self._lack(found, row, _("This product has no name."))

    def _people(self, found: Recognised) -> None:
        columns = {name: found.texts(name) for name in ("id", "name", "first_name", "last_name", "email", "team")}
        for row in range(found.table.rows):
            full = " ".join(filter(None, (columns["first_name"][row], columns["last_name"][row])))
            name = self._clean(found, row, columns["name"][row] or full or columns["email"][row].partition("@")[0])
            if name:
                email = columns["email"][row].lower()
                email = email if "@" in email and " " not in email else ""
                key = self.people.add(columns["id"][row], name, email)
                if key is None:
                    self._lack(found, row, _("{name} stands in an earlier line already.", name=name))
                    continue
                self.content.people[key] = Person(key, name, email=email, team=columns["team"][row][:_LONGEST])
            elif name is not None:
                self._lack(found, row, _("This person has no name."))

    def _managers(self) -> None:
        for found in self.tables:
            if found.role != PEOPLE or "manager" not in found.columns:
                continue
            triples = zip(found.texts("id"), found.texts("name"), found.texts("email"), found.texts("manager"), strict=True)
            for row, (person_id, name, email, manager) in enumerate(triples):
                key = self.people.find(person_id, email, name)
                if not manager or key is None:
                    continue
                boss = self.people.find(manager) or self._new_person(manager, found.texts("team")[row])
                if boss is not None and boss != key:
                    self.content.people[key].manager = boss
                    self.content.people[boss].is_manager = True

    def _new_person(self, text: str, team: str = "") -> str | None:
        """A person whom only other rows name, by name or address; an id says nothing about anybody."""
        email = text.lower() if "@" in text and " " not in text else ""
        if not email and (any(each.isdigit() for each in text) or len(text) > _LONGEST):
            return None
        key = self.people.add("", email.partition("@")[0] or " ".join(text.split()), email)
        if key is not None:
            self.content.people[key] = Person(key, email.partition("@")[0] or " ".join(text.split()), email=email, team=team)
        return key

    def _deals(self, found: Recognised) -> None:
        texts = {name: found.texts(name) for name in ("account", "account_id", "product", "product_id", "person", "person_id", "stage")}
        amounts = found.cells("amount")
        decimal = self.mapping.decimal or find_decimal(amounts)
        closed, started = found.cells("close_date"), found.cells("start_date")
        order = (
            self.mapping.date_order or find_date_order([closed, started]) or ("day" if self.language == "fr" or decimal == "," else "month")
        )
        dates = DateReader(order)
        won_flags, closed_flags = found.cells("is_won"), found.cells("is_closed")
        ids = found.texts("id")
        for row in range(found.table.rows):
            account = self._account_of(found, row, texts)
            if account is None or self._is_repeated(found, row, ids[row], texts, amounts[row]):
                continue
            stage = texts["stage"][row]
            meaning = self._meaning(stage, won_flags[row], closed_flags[row])
            amount = read_number(amounts[row], decimal)
            on = self._day(found, row, dates, closed[row]) or self._day(found, row, dates, started[row])
            if amount is None and not is_empty(amounts[row]):
                self._lack(found, row, _("The amount {value} is no number.", value=str(amounts[row])[:50]), is_left_out=False)
            elif meaning == WON and amount is None:
                self._lack(found, row, _("This deal is won but has no amount."), is_left_out=False)
            if meaning == WON and on is None:
                self._lack(found, row, _("This deal is won but has no date, so its revenue belongs to no year."), is_left_out=False)
            product = self._product_of(texts["product_id"][row], texts["product"][row])
            person = self._person_of(texts["person_id"][row], texts["person"][row])
            self.content.deals.append(Deal(account, person, product, stage, meaning, amount or Decimal(0), on))

    def _account_of(self, found: Recognised, row: int, texts: Mapping[str, list[str]]) -> str | None:
        """The account of a deal by id or by name; one named nowhere else is new. None, with the reason told, where there is none."""
        # A deal of several accounts belongs to the first, which systems write first.
        external_id, name = texts["account_id"][row].partition(";")[0].strip(), texts["account"][row]
        if not external_id and not name:
            self._lack(found, row, _("This deal names no account."))
            return None
        key = self.accounts.find(external_id, name)
        # Where accounts have ids and this looks like one, it is a broken reference and no name.
        is_broken = not name or (self.accounts.has_ids and any(each.isdigit() for each in name) and " " not in name)
        if key is None and is_broken:
            self._lack(found, row, _("The account {name} is in no file.", name=name or external_id))
            return None
        if key is None and (cleaned := self._clean(found, row, name)):
            key = self._new_account(cleaned)
        return key

    def _is_repeated(self, found: Recognised, row: int, deal_id: str, texts: Mapping[str, list[str]], amount: Cell) -> bool:
        """Whether this deal came already: the same id, product and amount. Several products of one deal are several rows."""
        key = (deal_id, texts["product"][row], texts["product_id"][row], str(amount))
        if deal_id and key in self._seen:
            self._lack(found, row, _("The deal {id} stands in an earlier line already.", id=deal_id[:100]))
            return True
        self._seen.add(key)
        return False

    def _meaning(self, stage: str, is_won: Cell, is_closed: Cell) -> str:
        if not is_empty(is_won):
            return (
                WON
                if read_flag(is_won)
                else LOST
                if read_flag(is_closed)
                else OPEN
                if is_empty(stage)
                else _not_won(self.stages.meaning(stage))
            )
        return self.stages.meaning(stage)

    def _day(self, found: Recognised, row: int, dates: DateReader, cell: Cell) -> date | None:
        if is_empty(cell):
            return None
        day = dates.read(cell)
        if day is None or not 1900 <= day.year <= 2200:
            self._lack(found, row, _("{value} is no date.", value=str(cell)[:50]), is_left_out=False)
            return None
        return day

    def _product_of(self, product_id: str, name: str) -> str:
        spelt = self._spelt("product", name)
        key = self.products.find(product_id, spelt)
        return self.products.shown[key] if key is not None else " ".join((spelt or product_id).split())[:_LONGEST]

    def _person_of(self, person_id: str, name: str) -> str:
        key = self.people.find(person_id, name)
        return key or (self._new_person(name or person_id) if name or person_id else "") or ""


def _not_won(meaning: str) -> str:
    return LOST if meaning == WON else meaning


def _website(text: str) -> str:
    return "" if not text or " " in text else (text if text.startswith(("http://", "https://")) else f"https://{text}")[:2000]
