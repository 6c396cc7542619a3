"""Reading and writing single values by their declaration: JSON from the API, text as typed or pasted, text in the log, text on screen."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from data.records import Field, Kind
from data.records.fields import DECIMAL_PLACES
from services.errors import BadValue as BadValue
from services.language import translate as _
from services.language import translate_plural as _n
from services.plain_text import clean_text as clean_text
from services.trees import count_nodes, read_tree, tree_text

LONGEST_TEXT = 2_000_000
# Browsers hold whole numbers exactly up to some nine times this.
LARGEST_NUMBER = Decimal(10) ** 15
LONGEST_ID = 10
# Every space that groups digits somewhere: space, no-break, thin, narrow no-break.
_GROUP_SPACES = "\u0020\u00a0\u2009\u202f"
_YES = {"true", "yes", "y", "1", "oui", "o", "vrai", "x"}
_NO = {"false", "no", "n", "0", "non", "faux"}


def read_wire(field: Field, value: Any) -> Any:
    """The stored form of a JSON value (money as a decimal string, dates as ISO text, unset as null). Raises BadValue."""
    if value is None or value == "":
        _empty(field)
        return None
    match field.kind:
        case Kind.TEXT | Kind.LONG_TEXT | Kind.LINK:
            return _text(field, value)
        case Kind.INTEGER:
            if isinstance(value, bool) or not isinstance(value, int | str) or not re.fullmatch(r"[+-]?[0-9]{1,18}", str(value).strip()):
                raise BadValue(_("Enter a whole number."))
            return _whole(field, Decimal(int(value)))
        case Kind.MONEY | Kind.PERCENT | Kind.NUMBER:
            if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
                raise BadValue(_("Enter a number."))
            return _decimal(field, str(value).strip())
        case Kind.DATE:
            return _iso_date(value)
        case Kind.TIME:
            return _iso_time(value)
        case Kind.YES_NO:
            if not isinstance(value, bool):
                raise BadValue(_("Enter yes or no."))
            return value
        case Kind.CHOICE:
            if value not in field.choices:
                raise BadValue(_choices_message(field))
            return value
        case Kind.CHOICES:
            return _choice_list(field, value)
        case Kind.REFERENCE:
            if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**31:
                raise BadValue(_("Enter the id of an existing record."))
            return value
        case Kind.REFERENCES:
            return _reference_list(field, value)
        case Kind.TREE:
            return tree_text(read_tree(value))


def read_text(field: Field, text: str | None, language: str) -> Any:
    """The stored form of a value typed or pasted by a person whose language is `language`.

    Numbers follow the language's form (English `1,234.50`, French `1 234,50`); the other form is taken only where both
    separators are present. Dates: ISO and the language's short and medium form. References are not resolved here. Raises BadValue.
    """
    if text is None or not text.strip():
        _empty(field)
        return None
    if field.kind in (Kind.TEXT, Kind.LONG_TEXT, Kind.LINK):
        return _text(field, text)
    text = text.strip()
    match field.kind:
        case Kind.INTEGER:
            number = _typed_number(text, language, example="1 234" if language == "fr" else "1,234")
            if number != number.to_integral_value():
                raise BadValue(_("Enter a whole number."))
            return _whole(field, number)
        case Kind.MONEY | Kind.PERCENT | Kind.NUMBER:
            if field.kind is Kind.PERCENT:
                text = text.removesuffix("%").rstrip(_GROUP_SPACES)
            if field.kind is Kind.MONEY:
                text = text.strip("€$£" + _GROUP_SPACES)
            return _decimal(field, str(_typed_number(text, language)))
        case Kind.DATE:
            return _typed_date(text, language)
        case Kind.YES_NO:
            if text.casefold() in _YES:
                return True
            if text.casefold() in _NO:
                return False
            raise BadValue(_("Enter yes or no."))
        case Kind.CHOICE:
            return _typed_choice(field, text)
        case Kind.CHOICES:
            return _choice_list(field, [_typed_choice(field, part.strip()) for part in re.split(r"[,;\n]", text) if part.strip()])
        case Kind.TREE:
            try:
                return read_wire(field, json.loads(text))
            except (ValueError, RecursionError) as error:
                raise BadValue(_("Enter the mind map as JSON.")) from error
        case _:
            return read_wire(field, int(text) if text.isdecimal() and len(text) <= LONGEST_ID else text)


def to_wire(field: Field, value: Any) -> Any:
    """The JSON form of a stored value."""
    if value is None:
        return None
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds") + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if field.kind in (Kind.CHOICES, Kind.REFERENCES, Kind.TREE) and isinstance(value, str):
        return json.loads(value)
    return value


def to_text(value: Any) -> str | None:
    """The canonical text of a stored value, as the activity log keeps it; the database casts it back."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return str(value)


def from_text(field: Field, text: str | None) -> Any:
    """The stored value back from its canonical text."""
    if text is None:
        return None
    match field.kind:
        case Kind.INTEGER | Kind.REFERENCE:
            return int(text)
        case Kind.MONEY | Kind.PERCENT | Kind.NUMBER:
            return Decimal(text)
        case Kind.DATE:
            return date.fromisoformat(text)
        case Kind.TIME:
            return datetime.fromisoformat(text)
        case Kind.YES_NO:
            return text == "true"
        case _:
            return text


def show_count(count: int, language: str) -> str:
    """A count as a person reads it."""
    return str(format_decimal(count, locale=language))


def show_moment(at: datetime, language: str) -> str:
    """A moment to the minute as a person reads it, on the clock it is given in."""
    return f"{format_date(at, format='medium', locale=language)}, {format_time(at.time(), format='short', locale=language)}"


def show(field: Field, value: Any, language: str) -> str:
    """A stored value as a person reads it; references are shown by their id, their names are the caller's."""
    if value is None:
        return ""
    match field.kind:
        case Kind.MONEY:
            return format_decimal(value, format="#,##0.00", locale=language)
        case Kind.PERCENT | Kind.NUMBER:
            return format_decimal(value, format="#,##0.####", locale=language)
        case Kind.INTEGER:
            return str(value) if field.name == "year" else format_decimal(value, locale=language)
        case Kind.DATE:
            return format_date(value, format="medium", locale=language)
        case Kind.TIME:
            return show_moment(value, language)
        case Kind.YES_NO:
            return _("Yes") if value else _("No")
        case Kind.CHOICE:
            return str(value) if field.own_choices else _(str(value))
        case Kind.CHOICES:
            chosen = json.loads(value)
            return ", ".join(str(each) if field.own_choices else _(str(each)) for each in chosen)
        case Kind.TREE:
            return _n("{count} node", "{count} nodes", count_nodes(json.loads(value)))
        case _:
            return str(value)


def _reference_list(field: Field, value: Any) -> str | None:
    """A list of references in stored form: JSON without spaces, each id once."""
    if not isinstance(value, list) or not all(isinstance(each, int) and not isinstance(each, bool) and 0 < each < 2**31 for each in value):
        raise BadValue(_("Give {label} as a list of ids.", label=_(field.label)))
    if not value:
        _empty(field)
        return None
    return json.dumps(list(dict.fromkeys(value)), separators=(",", ":"))


def _empty(field: Field) -> None:
    if field.required:
        raise BadValue(_("{label} is required.", label=_(field.label)))


def _text(field: Field, value: Any) -> str:
    if not isinstance(value, str):
        raise BadValue(_("Enter text."))
    text = clean_text(value)
    if field.required and not text.strip():
        raise BadValue(_("{label} is required.", label=_(field.label)))
    longest = field.max_length or LONGEST_TEXT
    if len(text) > longest:
        raise BadValue(_("Shorten this to {longest} characters; it has {length}.", longest=longest, length=len(text)))
    if field.kind is Kind.LINK and not re.match(r"https?://\S+$", text.strip()):
        if re.match(r"[\w.-]+\.[a-z]{2,}(/\S*)?$", text.strip(), re.IGNORECASE):
            return "https://" + text.strip()
        raise BadValue(_("Enter a web address that begins with http:// or https://."))
    return text


def _decimal(field: Field, text: str) -> Decimal:
    places = DECIMAL_PLACES[field.kind]
    if not re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?", text):
        raise BadValue(_("Enter a number."))
    number = Decimal(text)
    if abs(number) >= (LARGEST_NUMBER if field.kind is not Kind.NUMBER else Decimal(10) ** 13):
        raise BadValue(_("This number is too large."))
    rounded = round(number, places)
    if rounded != number:
        raise BadValue(_("Enter at most {places} decimals.", places=places))
    return _in_range(field, rounded)


def _whole(field: Field, number: Decimal) -> int:
    if abs(number) >= LARGEST_NUMBER:
        raise BadValue(_("This number is too large."))
    return int(_in_range(field, number))


def _in_range(field: Field, number: Decimal) -> Decimal:
    if field.minimum is not None and number < field.minimum:
        raise BadValue(_("Enter {minimum} or more.", minimum=field.minimum))
    if field.maximum is not None and number > field.maximum:
        raise BadValue(_("Enter {maximum} or less.", maximum=field.maximum))
    return number


def _typed_number(text: str, language: str, *, example: str = "") -> Decimal:
    text = text.replace("\u2212", "-").strip(_GROUP_SPACES)
    plain = re.sub(f"[{_GROUP_SPACES}]", " ", text)
    english = r"[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)?(\.[0-9]+)?"
    french = r"[+-]?([0-9]+|[0-9]{1,3}( [0-9]{3})+)?(,[0-9]+)?"
    own, other = (french, english) if language == "fr" else (english, french)
    is_other_plain = "," in plain and ("." in plain if language == "fr" else " " in plain)
    if any(digit.isdecimal() for digit in plain):
        if re.fullmatch(own, plain):
            return _plain_decimal(plain, language)
        if is_other_plain and re.fullmatch(other, plain):
            return _plain_decimal(plain, "en" if language == "fr" else "fr")
    raise BadValue(_("Enter a number such as {example}.", example=example or ("1 234,50" if language == "fr" else "1,234.50")))


def _plain_decimal(text: str, language: str) -> Decimal:
    text = text.replace(" ", "").replace(",", ".") if language == "fr" else text.replace(",", "")
    return Decimal(text)


def _iso_date(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ValueError
        return date.fromisoformat(value)
    except ValueError as error:
        raise BadValue(_("Enter a date such as {example}.", example="2026-03-31")) from error


def _iso_time(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    try:
        return datetime.fromisoformat(str(value).removesuffix("Z"))
    except ValueError as error:
        raise BadValue(_("Enter a date such as {example}.", example="2026-03-31")) from error


def _typed_date(text: str, language: str) -> date:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return _iso_date(text)
    if numbers := re.fullmatch(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4}|[0-9]{2})", text):
        first, second, year = (int(part) for part in numbers.groups())
        day, month = (first, second) if language == "fr" else (second, first)
        try:
            return date(year if year > 99 else 2000 + year, month, day)
        except ValueError:
            pass
    for month in range(1, 13):
        for form in ("medium", "long"):
            year_text = re.search(r"[0-9]{4}", text)
            day_text = re.search(r"\b([0-9]{1,2})\b", text)
            if not year_text or not day_text:
                break
            try:
                candidate = date(int(year_text.group()), month, int(day_text.group(1)))
            except ValueError:
                continue
            if format_date(candidate, format=form, locale=language).casefold() == text.casefold():
                return candidate
    example = "31/03/2026" if language == "fr" else "3/31/2026"
    raise BadValue(_("Enter a date such as {example}.", example=f"2026-03-31, {example}"))


def _typed_choice(field: Field, text: str) -> str:
    for each in field.choices:
        shown = each if field.own_choices else _(each)
        if text.casefold() in (each.casefold(), shown.casefold()):
            return each
    raise BadValue(_choices_message(field))


def _choice_list(field: Field, value: Any) -> str | None:
    if not isinstance(value, list) or any(each not in field.choices for each in value):
        raise BadValue(_choices_message(field))
    chosen = [each for each in field.choices if each in value]
    if not chosen:
        _empty(field)
    return json.dumps(chosen, ensure_ascii=False) if chosen else None


def _choices_message(field: Field) -> str:
    shown = [each if field.own_choices else _(each) for each in field.choices]
    return _("Choose one of: {choices}.", choices=", ".join(shown))
