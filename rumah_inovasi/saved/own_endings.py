"""The links that end letters, as the present site makes and reads them."""

from flask import current_app

from rumah_inovasi.saved.endings import Endings
from rumah_inovasi.web.current import base_url


def endings() -> Endings:
    """With the secret of this site."""
    return Endings(str(current_app.secret_key))


def link(number: int) -> str:
    """Where the letters of a saved search are ended, which is how those that wait are known."""
    return endings().url(base_url(), number)
