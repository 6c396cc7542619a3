"""My work: what I have to do over all plans, and the plans that wait for my approval."""

from components.layout import page_header
from components.my_work import my_work
from components.session import current_actor, database
from services.language import translate as _

actor = current_actor()
page_header(_("My work"), key="my-work-header")
my_work(database(), actor, key="my_work.list")
