"""My account on screen: what everybody changes about themselves, and what ends by it elsewhere."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from data.database import Database
from services.account import list_sessions
from services.actors import Permission
from services.errors import NotSignedIn
from services.sessions import actor_of_session, actor_of_token, open_session, sign_in
from services.tokens import list_tokens
from tests.servers import ROOT
from tests.world import PASSWORD, World


@pytest.fixture
def app(world: World, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """My account as Charlie, who only reads, opens it."""
    monkeypatch.setattr("components.session.session_token", lambda: world.tokens["charlie"])
    opened = AppTest.from_file(str(ROOT / "pages" / "frame.py"), default_timeout=20).run()
    opened.switch_page("account/page.py")
    opened.run()
    assert not opened.exception
    return opened


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def told(app: AppTest) -> str:
    """All sentences on the page, without the signs that keep what people wrote from being Markdown."""
    return " ".join(each.value for kind in (app.markdown, app.caption, app.success) for each in kind).replace("\\", "")


def give(app: AppTest, current: str, new: str, again: str) -> AppTest:
    for name, value in (("current", current), ("new", new), ("again", again)):
        app.text_input(key=f"account.password.{name}").input(value)
    return press(app, "Change password")


def test_name_and_language_change_at_once(app: AppTest, world: World) -> None:
    app.text_input(key="account.profile.name").input("Charles")
    app.selectbox(key="account.profile.language").select("fr")
    press(app, "Save profile")
    assert "Votre profil est enregistré." in told(app)
    assert "### Mot de passe" in [each.value for each in app.markdown]
    actor = world.actor("charlie")
    assert (actor.name, actor.language) == ("Charles", "fr")


def test_a_name_that_is_none_is_refused_at_its_field(app: AppTest, world: World) -> None:
    app.text_input(key="account.profile.name").input(" ")
    press(app, "Save profile")
    assert ":red[:material/error: Name is required.]" in told(app)
    assert world.actor("charlie").name == "Charlie"


def test_a_new_password_ends_the_other_sessions_and_this_one_stays(app: AppTest, world: World) -> None:
    elsewhere = open_session(world.db, world.staff["charlie"])
    give(app, PASSWORD, "a much longer secret", "a much longer secret")
    assert "Your password is changed. 1 other session was signed out." in told(app)
    assert app.text_input(key="account.password.new").value == ""
    assert (actor_of_session(world.db, elsewhere), world.actor("charlie").name) == (None, "Charlie")
    assert signs_in(world.db, "a much longer secret")
    assert not signs_in(world.db, PASSWORD)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (("a guess", "a much longer secret", "a much longer secret"), "This is not your current password."),
        ((PASSWORD, "a much longer secret", "a much longer secre"), "The two new passwords differ."),
        ((PASSWORD, "short", "short"), "Choose a password of"),
        ((PASSWORD, PASSWORD, PASSWORD), "Choose a password that differs from the current one."),
    ],
)
def test_a_password_that_is_refused_says_why_and_changes_nothing(
    app: AppTest, world: World, given: tuple[str, str, str], reason: str
) -> None:
    give(app, *given)
    assert reason in told(app)
    assert signs_in(world.db, PASSWORD)


def test_sessions_are_listed_and_ended_one_by_one_or_all_others(app: AppTest, world: World) -> None:
    assert "Sign out everywhere else" not in [button.label for button in app.button]
    others = [open_session(world.db, world.staff["charlie"], agent="Firefox/130.0 (Windows NT 10.0)") for _ in range(3)]
    app.run()
    assert (told(app).count("Firefox"), told(app).count("This session")) == (3, 1)
    ended = next(each for each in list_sessions(world.db, world.actor("charlie")) if not each.is_current)
    app.button(key=f"account.session.end.{ended.id}").click().run()
    assert len([token for token in others if actor_of_session(world.db, token)]) == 2
    press(app, "Sign out everywhere else")
    assert "2 other sessions were signed out." in told(app)
    assert [each.is_current for each in list_sessions(world.db, world.actor("charlie"))] == [True]
    assert world.actor("alice").name == "Alice"


def test_a_token_is_shown_once_works_as_its_owner_and_is_revoked(app: AppTest, world: World) -> None:
    press(app, "Create token")
    assert "Say what this token is for." in told(app)
    app.text_input(key="account.token.name").input("**Report**")
    press(app, "Create token")
    token = app.code[0].value
    actor = actor_of_token(world.db, token)
    assert actor is not None
    assert (actor.name, actor.permissions) == ("Charlie", frozenset({Permission.VIEW}))
    assert any(each.value.startswith(r"\*\*Report\*\*") for each in app.markdown)
    app.run()
    assert not app.code
    press(app, "Revoke")
    assert "The token is revoked." in told(app)
    assert (actor_of_token(world.db, token), list_tokens(world.db, world.actor("charlie"))) == (None, [])


def signs_in(db: Database, password: str) -> bool:
    try:
        return bool(sign_in(db, "charlie@example.com", password))
    except NotSignedIn:
        return False
