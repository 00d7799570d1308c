"""The tests, in folders that mirror the package; journeys through a browser stand in ``journeys/``.

Tools of the tests: ``pages`` looks at every page that a test fetches, ``postgres`` runs a server for one session,
``browser`` opens pages in Chromium, ``parts`` says what happens where the machine lacks one of these.
"""
