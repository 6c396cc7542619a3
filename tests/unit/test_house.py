"""The house itself: variables, requirements and links are where they are said to be."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from services.configuration import PREFIX, VARIABLES, BadConfiguration, read_configuration

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("app.py", "api", "components", "data", "pages", "services")
# Tools of development that stand in a folder of the product.
TOOLS = {ROOT / "services" / "fonts" / "measure.py"}


def example() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))  # type: ignore[misc]


def test_the_example_lists_every_variable_with_its_default() -> None:
    assert example() == {"PORT": "8501", **{PREFIX + name: default for name, default in VARIABLES.items()}}
    assert read_configuration(example()) == read_configuration({})


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"ACCOUNT_PLANNING_HOEM": "x"}, "ACCOUNT_PLANNING_HOEM is not a variable of Account Planning. Known are: "),
        ({"PORT": "0"}, "PORT is '0'; give a number from 1 to 65535."),
        ({"PORT": "٣"}, "PORT is '٣'; give a number from 1 to 65535."),
        ({"ACCOUNT_PLANNING_DEMO": "true"}, "ACCOUNT_PLANNING_DEMO is 'true'; give 0 or 1."),
        ({"ACCOUNT_PLANNING_ADMIN_EMAIL": "me"}, "ACCOUNT_PLANNING_ADMIN_EMAIL is 'me'; give an e-mail address."),
        ({"ACCOUNT_PLANNING_ADMIN_PASSWORD": "123456789"}, "ACCOUNT_PLANNING_ADMIN_PASSWORD is too short; give 10 characters or more."),
    ],
)
def test_an_unknown_variable_or_a_wrong_value_is_named(variables: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadConfiguration) as caught:
        read_configuration(variables)
    assert str(caught.value).startswith(sentence)


def requirements(name: str) -> dict[str, str]:
    """Package → version of a requirements file, with those it includes."""
    found: dict[str, str] = {}
    for line in (ROOT / name).read_text().splitlines():
        if line.startswith("-r "):
            found |= requirements(line[3:])
        elif line and not line.startswith("#"):
            package, separator, version = line.partition("==")
            assert separator, f"{line} is not pinned"
            found[re.sub(r"[-_.]+", "-", package).lower()] = version
    return found


def imported(folders: tuple[str, ...]) -> dict[str, Path]:
    """Module → a file that imports it, of everything outside the standard library and this repository."""
    files = [path for folder in folders for path in ([ROOT / folder] if folder.endswith(".py") else (ROOT / folder).rglob("*.py"))]
    own = {path.stem for path in ROOT.iterdir()}
    found = {}
    for path in files:
        if path in TOOLS:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = (
                [each.name for each in node.names]
                if isinstance(node, ast.Import)
                else [node.module]
                if isinstance(node, ast.ImportFrom) and not node.level
                else []
            )
            for name in filter(None, names):
                top = name.partition(".")[0]
                if top not in own and top not in sys.stdlib_module_names:
                    found[top] = path.relative_to(ROOT)
    return found


@pytest.mark.parametrize(("folders", "file"), [(PRODUCT, "requirements.txt"), (("tests", "bench"), "requirements-dev.txt")])
def test_what_is_imported_is_required_by_name_and_version(folders: tuple[str, ...], file: str) -> None:
    required, distributions = requirements(file), packages_distributions()
    lacking = {
        module: path
        for module, path in imported(folders).items()
        if not any(re.sub(r"[-_.]+", "-", each).lower() in required for each in distributions.get(module, [module]))
    }
    assert lacking == {}


def test_the_constraints_agree_with_the_requirements() -> None:
    constraints = requirements("constraints.txt")
    assert {name: constraints.get(name) for name in requirements("requirements-dev.txt")} == requirements("requirements-dev.txt")


def test_every_link_between_documents_leads_somewhere() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{document.relative_to(ROOT)}: {target}"
        for document in documents
        for target in re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8"))
        if "://" not in target and not (document.parent / target).exists()
    ]
    assert broken == []


def test_dialogs_and_fragments_first_ask_who_is_signed_in() -> None:
    """They run without the page around them, so Streamlit's own would know neither the person nor the language."""
    bare = [
        str(path.relative_to(ROOT))
        for folder in ("pages", "components")
        for path in (ROOT / folder).rglob("*.py")
        if path.name != "actions.py"
        and re.search(r"\bst\.(dialog|fragment)\(", path.read_text(encoding="utf-8").replace("`st.dialog`", ""))
    ]
    assert bare == []
