"""Delimited text (CSV) of any origin: encoding and delimiter are found from the content."""

from __future__ import annotations

import codecs
import csv
import io
import re
import sys
from collections.abc import Callable
from itertools import islice

from services.files.table import BadFile, Cell, Table, make_table
from services.language import translate as _

DELIMITERS = (",", ";", "\t", "|")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SAMPLE = 200_000
_SAMPLE_RECORDS = 200
# Excel for some countries begins a file with the delimiter it used.
_DECLARED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)

csv.field_size_limit(sys.maxsize)


def decode(content: bytes, name: str) -> str:
    """The text of a file: by its byte order mark, else UTF-16 or UTF-8 where it is valid, else Windows-1252. Raises BadFile."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _decode(content[len(mark) :], encoding, name)
    head = content[:4000]
    if head[1::2].count(0) > len(head) // 4:
        return _decode(content, "utf-16-le", name)
    if head[::2].count(0) > len(head) // 4:
        return _decode(content, "utf-16-be", name)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decode(content, "cp1252", name)


def _decode(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadFile(_("{file} is neither an Excel workbook nor readable text. Save it as CSV in UTF-8.", file=name)) from error


def find_delimiter(text: str) -> str:
    """The delimiter by which the first records split into most cells, as many in each as in the heading."""
    if declared := _DECLARED.match(text):
        return declared.group(1)
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample[: max(sample.rfind("\n"), 1)]
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        counts = [len(record) for record in islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), _SAMPLE_RECORDS)]
        counts = [count for count in counts if count]
        widest = max(counts, default=0)
        if widest < 2:
            continue
        score = (round(sum(1 for count in counts if count == counts[0]) / len(counts), 1) if counts[0] > 1 else 0.0, widest)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def read_delimited(content: bytes, name: str, check: Callable[[], None] = lambda: None) -> Table:
    """The table of a delimited text; every cell is text or None. Raises BadFile where it is no text or empty."""
    text = decode(content, name)
    if re.search("[\x00-\x08\x0e-\x1a]", text[:_SAMPLE]):
        raise BadFile(_("{file} is neither an Excel workbook nor readable text. Save it as CSV in UTF-8.", file=name))
    delimiter = find_delimiter(text)
    first = 2 if _DECLARED.match(text) else 1
    source = io.StringIO(text[text.index("\n") + 1 :] if first == 2 else text, newline="")
    rows: list[list[Cell]] = []
    lines: list[int] = []
    reader = csv.reader(source, delimiter=delimiter)
    begins = first
    for record in reader:
        rows.append([cell or None for cell in record])
        lines.append(begins)
        begins = first + reader.line_num
        if len(rows) % 10_000 == 0:
            check()
    return make_table(name, rows, lines)
