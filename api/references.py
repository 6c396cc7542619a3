"""What a field may refer to, found by a few letters."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from api.errors import RESPONSES
from api.identity import CurrentActor, CurrentDatabase
from api.models import Model, page_model
from services.references import find_references

router = APIRouter(prefix="/v1/references", tags=["references"], responses=RESPONSES)


class Reference(Model):
    """A record that can be referred to; `detail` tells namesakes apart."""

    id: int
    name: str | None
    detail: str | None


ReferencePage = page_model("ReferencePage", Reference)


@router.get("/{record}", response_model=ReferencePage)
def read_references(
    record: str,
    db: CurrentDatabase,
    actor: CurrentActor,
    q: str = "",
    client: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    limit: Annotated[int, Query(ge=0, le=1000)] = 20,
) -> JSONResponse:
    """Records of one kind (`client`, `contact`, `staff`, `plan`, `template`) that match, best first; `client` narrows contacts and plans to one client."""
    found = find_references(db, actor, record, q, of_client=client, limit=limit)
    return JSONResponse({"items": found, "total": len(found)})
