"""The mind map of a plan or template over HTTP: its tree, and its picture as SVG and PNG. It is changed like any field of theirs."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Response
from fastapi import Path as PathParameter
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from pydantic import Field as ModelField

from api.errors import RESPONSES
from api.files import attachment
from api.identity import CurrentActor, CurrentDatabase
from api.models import Model, RecordId
from data.records import TEMPLATE
from services.mind_map import MindMap, Picture, plan_mind_map, plan_picture
from services.mind_map.planning import make_objective, make_task

router = APIRouter(prefix="/v1/plans/{plan_id}", tags=["plans"], responses=RESPONSES)
template_router = APIRouter(prefix="/v1/templates/{template_id}", tags=["templates"], responses=RESPONSES)

NodeId = Annotated[str, PathParameter(max_length=40)]
KnownTag = Annotated[str, Header(alias="if-none-match")]
# Opened by its own address, a picture is a document: it may run nothing and fetch nothing.
_INERT = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox"


class MindMapBody(BaseModel):
    mind_map: Any = None


_TREE: dict[str, Any] = {"response_model": MindMapBody, "responses": {304: {"description": "Unchanged since the tag given."}}}
_PICTURE: dict[str, Any] = {"response_class": Response, "responses": {200: {"content": {"image/svg+xml": {}, "image/png": {}}}}}
Form = Literal["svg", "png"]
Theme = Literal["light", "dark"]


@router.get("/mind-map", **_TREE)
def read_mind_map(plan_id: RecordId, db: CurrentDatabase, actor: CurrentActor, known: KnownTag = "") -> Response:
    """The tree of a plan's mind map alone, null where it has none; answers 304 to `If-None-Match` while it is unchanged."""
    return _tree(plan_mind_map(db, actor, plan_id), known)


@router.get("/mind-map.{form}", **_PICTURE)
def read_picture(
    plan_id: RecordId,
    form: Form,
    db: CurrentDatabase,
    actor: CurrentActor,
    theme: Theme = "light",
    whole: bool = False,
    download: bool = False,
    known: KnownTag = "",
) -> Response:
    """The mind map as a picture; `whole` shows what is folded too, `download` offers it as a file."""
    return _file(plan_picture(db, actor, plan_id, form, theme=theme, whole=whole), known, is_inline=not download)


@template_router.get("/mind-map", **_TREE)
def read_mind_map_of_template(template_id: RecordId, db: CurrentDatabase, actor: CurrentActor, known: KnownTag = "") -> Response:
    """The tree of a template's mind map alone, as that of a plan."""
    return _tree(plan_mind_map(db, actor, template_id, of=TEMPLATE), known)


@template_router.get("/mind-map.{form}", **_PICTURE)
def read_picture_of_template(
    template_id: RecordId,
    form: Form,
    db: CurrentDatabase,
    actor: CurrentActor,
    theme: Theme = "light",
    whole: bool = False,
    download: bool = False,
    known: KnownTag = "",
) -> Response:
    """The mind map of a template as a picture, as that of a plan."""
    return _file(plan_picture(db, actor, template_id, form, of=TEMPLATE, theme=theme, whole=whole), known, is_inline=not download)


def _tree(found: MindMap, known: str) -> Response:
    headers = {"etag": f'"{found.tag}"', "cache-control": "private, no-cache"}
    if known == headers["etag"]:
        return Response(status_code=304, headers=headers)
    return JSONResponse({"mind_map": found.tree}, headers=headers)


def _file(picture: Picture, known: str, *, is_inline: bool) -> Response:
    headers = {"etag": f'"{picture.tag}"', "cache-control": "private, no-cache"}
    if known == headers["etag"]:
        return Response(status_code=304, headers=headers)
    headers |= {
        **attachment(picture.file_name, is_inline=is_inline),
        "content-security-policy": _INERT,
        "x-content-type-options": "nosniff",
    }
    return Response(picture.draw(), media_type=picture.media_type, headers=headers)


class Make(Model):
    """What to make of a node: a task, or an objective; with its branch, what is below becomes its items and tasks."""

    make: Literal["task", "objective"]
    with_branch: bool = False


class MadeBody(BaseModel):
    change_set_id: int | None
    made: dict[str, list[int]] = ModelField(description="Ids of what was made, by record: objective, item, task.")


@router.post("/mind-map/nodes/{node_id}", response_model=MadeBody, status_code=201)
def make_of_node(plan_id: RecordId, node_id: NodeId, db: CurrentDatabase, actor: CurrentActor, body: Make) -> MadeBody:
    """Make an objective or a task of a node, as the mind map's own menu does. 409 where it was made into one before."""
    if body.make == "task":
        done = make_task(db, actor, plan_id, node_id)
    else:
        done = make_objective(db, actor, plan_id, node_id, with_branch=body.with_branch)
    return MadeBody(change_set_id=done.change_set_id, made=done.made)
