"""`python -m tests.messages`: every message on screen has a French translation; `--update` adds what is missing to the catalogue."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FRENCH = ROOT / "services" / "translations" / "fr" / "messages.po"
KEYWORDS = {"_": None, "translate": None, "N_": None, "_n": (1, 2), "translate_plural": (1, 2), "plural_forms": (1, 2)}
FOLDERS = ("api", "components", "data", "pages", "services")


def used() -> Catalog:
    """Every message in the sources, each with the files that use it."""
    found = Catalog()
    for folder in FOLDERS:
        for file, _line, message, _comments, _context in extract_from_dir(
            str(ROOT / folder),
            method_map=[("**.py", "python"), ("**.js", "javascript"), ("**.j2", "jinja2.ext:babel_extract")],
            keywords=KEYWORDS,
        ):
            if message and "vendor" not in file:
                found.add(message, locations=[(f"{folder}/{file}", 0)])
        for path in sorted((ROOT / folder).rglob("*.py")):
            for message in in_f_strings(path.read_text(encoding="utf-8")):
                found.add(message, locations=[(str(path.relative_to(ROOT)), 0)])
    return found


def in_f_strings(source: str) -> Iterator[str | tuple[str, str]]:
    """Messages within the braces of f-strings, which Babel's extractor takes for plain text before Python 3.12."""
    for text in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.JoinedStr)):
        for call in (node for node in ast.walk(text) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            words = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            if call.func.id in KEYWORDS and words:
                yield (words[0], words[1]) if KEYWORDS[call.func.id] else words[0]


def main(arguments: list[str]) -> int:
    with FRENCH.open("rb") as source:
        french = read_po(source, locale="fr")
    wanted = used()
    if "--update" in arguments:
        french.update(wanted, no_fuzzy_matching=True)
        french.obsolete.clear()
        with FRENCH.open("wb") as target:
            write_po(target, french, width=140, sort_output=True, omit_header=False, include_lineno=False)
    lacking = []
    for message in wanted:
        if not message.id:
            continue
        known = french.get(message.id)
        strings = known.string if known and isinstance(known.string, tuple) else (known.string if known else "",)
        if not all(strings) or (known and known.fuzzy):
            lacking.append(message)
    for message in lacking:
        print(f"no French: {message.id!r} ({message.locations[0][0]})")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
