"""The sign-in form, which posts to the API from the browser, so that the cookie is out of reach of scripts."""

from __future__ import annotations

from components.modules import module_component
from services.language import translate as _

# In the page itself, not in a shadow root, where password managers do not look.
_sign_in = module_component("sign_in", isolate_styles=False)


def sign_in_form(*, next_address: str = "") -> None:
    """E-mail, password and button; goes on to `next_address` of this site, or stays at the address that was asked for."""
    texts = {
        "email": _("E-mail"),
        "password": _("Password"),
        "submit": _("Sign in"),
        "unreachable": _("The server cannot be reached. Check your connection and try again."),
    }
    _sign_in(key="sign_in.form", data={"texts": texts, "next": next_address})
