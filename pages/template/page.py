"""One template: what plans made from it begin with, part by part."""

from functools import partial

from components.record_page import record_of_address
from components.session import current_actor, database
from components.tabs import draw_tabs
from pages.template.header import template_header
from pages.template.tabs import TABS
from services.language import translate as _
from services.templates import get_template

actor = current_actor()
template = record_of_address(
    partial(get_template, database(), actor),
    gone=_("This template does not exist or is in the trash."),
    unnamed=_("Open a template from the list to see it here."),
    back=_("Go to the templates"),
    list_page="templates/page.py",
    icon=":material/library_books:",
    key="template.empty",
)
template_header(template, actor)
draw_tabs(f"template.{template['id']}.tabs", TABS, template, actor)
