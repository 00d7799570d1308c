"""`serve`: a small supervisor of the web server and the relay.

Reading order: `preparation` (the house is made ready first), `supervisor` (starts, watches, restarts, stops), `child`
(one process that it keeps), `signals` (how it hears), `lifeline` (how no child outlives it), `gunicorn_config` (how the
web server runs), `worker` (threads for whole requests only), `wsgi` (the application in it), `logs`.
"""
