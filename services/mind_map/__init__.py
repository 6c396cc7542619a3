"""Mind maps as pictures: `render_svg` and `render_png` of a tree, and those of a plan or template for whoever may view it."""

from services.mind_map.export import MindMap, Picture, plan_mind_map, plan_picture
from services.mind_map.picture import render_png, render_svg

__all__ = ["MindMap", "Picture", "plan_mind_map", "plan_picture", "render_png", "render_svg"]
