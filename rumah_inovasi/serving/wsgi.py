"""The application that the web server runs, from the settings of its environment."""

import os

from flask import Flask

from rumah_inovasi import settings
from rumah_inovasi.app import build_house, create_app


def application() -> Flask:
    """Build the house and the app over it."""
    return create_app(build_house(settings.load(os.environ)))
