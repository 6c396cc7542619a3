"""Every parameter and every field of every route takes values nobody should send, and answers in JSON without failing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import ApiClient

TEXTS = ("", "\u0000", "'; drop table plan; --", "9" * 40, "0001-01-01", "9999-12-31")
ANYTHING: tuple[Any, ...] = (None, -1, 2**31, 1e400, [], [None], {"to": {}}, [2**40], "", "\u0000\ud800", "9999-12-31")


@pytest.mark.timeout(200)
def test_nothing_that_is_sent_makes_the_server_fail(client: ApiClient) -> None:
    api = client("erin", raise_server_exceptions=False)
    document = client().get("/openapi.json").json()
    failures = []
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if path == "/session":
                continue
            for words, options in requests_of(document, path, operation):
                answer = api.request(method, **options)
                if answer.status_code >= 500:
                    failures.append(f"{method} {path} {words}: {answer.text[:100]}")
                elif answer.status_code >= 400 and "detail" not in answer.json():
                    failures.append(f"{method} {path} {words}: {answer.status_code} without a reason")
    assert api.get("/v1/me").status_code == 200
    assert failures == []


def requests_of(document: dict[str, Any], path: str, operation: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Requests of one operation, each with one value nobody should send, in words and as options of the client."""
    parameters = operation.get("parameters", [])
    known = {"record": "plan", "sheet": "financial", "column": "staff_id", "form": "svg"}
    names = {each["name"]: known.get(each["name"], "1") for each in parameters if each["in"] == "path"}
    address = path.format_map(names)
    body = example(document, operation)
    yield "as it is", {"url": address, **({"json": body} if body is not None else {})}
    for each in parameters:
        for text in TEXTS:
            if each["in"] == "query":
                yield f"?{each['name']}={text[:40]!r}", {"url": address, "params": {each["name"]: text}}
            elif each["in"] == "path" and text and "\u0000" not in text:
                yield f"{each['name']}={text[:40]!r}", {"url": path.format_map({**names, each["name"]: text}), "json": body}
    if body is None:
        return
    for value in ANYTHING:
        yield f"body {value!r:.40}", json_of(address, value)
    for name in body:
        for value in ANYTHING:
            yield f"{name}={value!r:.40}", json_of(address, {**body, name: value})
    for field in ("subject", "name", "period_start", "margin", "client_id", "industries", "options"):
        for value in ANYTHING[2:] if "set" in body else ():
            yield f"set {field}={value!r:.40}", json_of(address, {"set": {field: {"from": value, "to": value}}})


def json_of(address: str, value: Any) -> dict[str, Any]:
    # Written by hand, since the client refuses what is no JSON: infinity and halves of a character.

    return {"url": address, "content": json.dumps(value).encode(), "headers": {"content-type": "application/json"}}


def example(document: dict[str, Any], operation: dict[str, Any]) -> Any:
    """A body with a plain value for every field of the JSON that the operation takes, None where it takes none."""
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        return None
    return plain(document, content["application/json"]["schema"])


def plain(document: dict[str, Any], schema: dict[str, Any], depth: int = 0) -> Any:
    if "$ref" in schema:
        return plain(document, document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], depth)
    if "anyOf" in schema:
        return plain(document, schema["anyOf"][0], depth)
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    match schema.get("type"):
        case "object":
            if depth > 4:
                return {}
            return {name: plain(document, each, depth + 1) for name, each in schema.get("properties", {}).items()}
        case "array":
            return [plain(document, schema.get("items", {}), depth + 1)] if depth <= 4 else []
        case "integer" | "number":
            return 1
        case "boolean":
            return False
        case "string":
            return "x"
    return None
