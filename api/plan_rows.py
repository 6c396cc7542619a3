"""Single rows of a plan's grids over HTTP: the routes that tasks and goals have alike, and what their lists take."""

# Without postponed annotations: the models of a route are those the record was given.

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from pydantic import Field as ModelField

from api.identity import CurrentActor, CurrentDatabase
from api.models import Edits
from data.database import Database, Row
from data.records import Record
from services.plan_query import without
from services.plan_rows import create_plan_row, delete_plan_row, get_plan_row, update_plan_row

PlanId = Annotated[int, ModelField(ge=1, le=2**31 - 1)]
Texts = Annotated[list[str], Query()]
From = Annotated[str, Query(alias="from")]
OF_PLAN: dict[str, Any] = {
    "plan": (str | None, None),
    "plan_status": (str | None, None),
    "client_id": (int | None, None),
    "client": (str | None, None),
}


def filter_pairs(request: Request) -> list[tuple[str, str]]:
    """The parameters of a list that are filters."""
    return without(request.query_params.multi_items(), "sort", "offset", "limit")


def add_row_routes(
    router: APIRouter,
    path: str,
    record: Record,
    *,
    model: type[BaseModel],
    new: type[BaseModel],
    to_wire: Callable[[Database, Row], Row],
) -> None:
    """Let rows of this record be added, read, changed and deleted one at a time below `path`; `to_wire` makes their JSON."""
    name = record.name
    one = f"{path}/{{{name}_id}}"
    RowId = Annotated[int, Path(alias=f"{name}_id", ge=1, le=2**31 - 1)]

    adds = f"Add a {name} at the end of a plan's {name}s; only `plan_id` is required."

    @router.post(path, status_code=201, response_model=model, name=f"post_{name}", description=adds)
    def post(db: CurrentDatabase, actor: CurrentActor, body: new) -> JSONResponse:  # type: ignore[valid-type]
        row, change_set_id = create_plan_row(db, actor, record, body.model_dump(exclude_none=True))  # type: ignore[attr-defined]
        return JSONResponse({**to_wire(db, row), "change_set_id": change_set_id}, status_code=201)

    @router.get(one, response_model=model, name=f"read_{name}", description=f"One {name}.")
    def read(row_id: RowId, db: CurrentDatabase, actor: CurrentActor) -> JSONResponse:
        return JSONResponse(to_wire(db, get_plan_row(db, actor, record, row_id)))

    changes = f"Change fields of a {name}, all or nothing; 409 shows both values where somebody else changed one meanwhile."

    @router.patch(one, response_model=model, name=f"patch_{name}", description=changes)
    def patch(row_id: RowId, db: CurrentDatabase, actor: CurrentActor, body: Edits) -> JSONResponse:
        row, change_set_id = update_plan_row(db, actor, record, row_id, body.as_edits(), version=body.version)
        return JSONResponse({**to_wire(db, row), "change_set_id": change_set_id})

    @router.delete(one, status_code=204, name=f"remove_{name}", description=f"Delete a {name}. `X-Change-Set-Id` names what to undo.")
    def remove(row_id: RowId, db: CurrentDatabase, actor: CurrentActor) -> Response:
        return Response(status_code=204, headers={"x-change-set-id": str(delete_plan_row(db, actor, record, row_id))})
