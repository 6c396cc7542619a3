"""The mind map of a plan or template: its tree for the editor, and its picture to take away."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from data import rows
from data.database import Database
from data.records import PLAN, Record
from services.actors import Actor, Permission
from services.errors import NotFound
from services.language import translate as _
from services.mind_map.picture import render_png, render_svg
from services.owners import missing
from services.trees import Tree


@dataclass(frozen=True)
class MindMap:
    """The tree (None where there is none), a tag that changes with it, and what plan or template are called."""

    tree: Tree | None
    tag: str
    subject: str


@dataclass(frozen=True)
class Picture:
    """A file to send: its media type, its name, a tag that changes with it, and what draws its content."""

    media_type: str
    file_name: str
    tag: str
    draw: Callable[[], bytes]


def plan_mind_map(db: Database, actor: Actor, owner_id: int, *, of: Record = PLAN) -> MindMap:
    """The mind map of a plan, or of a template. Raises NotFound, NotAllowed."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        owner = rows.select_row(cursor, of, owner_id)
    if owner is None:
        raise missing(of)
    stored: str | None = owner["mind_map"]
    return MindMap(json.loads(stored) if stored else None, _tag(stored or ""), owner[of.title] or "")


def plan_picture(
    db: Database, actor: Actor, owner_id: int, form: str, *, of: Record = PLAN, theme: str = "light", whole: bool = False
) -> Picture:
    """The mind map as "svg" or "png". Raises NotFound (also where there is none yet), NotAllowed."""
    found = plan_mind_map(db, actor, owner_id, of=of)
    tree = found.tree
    if tree is None:
        raise NotFound(_("There is no mind map yet."))
    name = f"{found.subject} – {_('Mind map')}.{form}"
    tag = _tag(f"{found.tag} {form} {theme} {whole}")
    if form == "png":
        return Picture("image/png", name, tag, lambda: render_png(tree, theme=theme, whole=whole))
    return Picture("image/svg+xml", name, tag, lambda: render_svg(tree, theme=theme, whole=whole, embed_fonts=True).encode())


def _tag(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]
