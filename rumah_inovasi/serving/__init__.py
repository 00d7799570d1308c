"""`serve`: a small supervisor of the web server.

Reading order: `preparation` (the house is made ready first), `supervisor` (starts, watches, restarts, stops),
`gunicorn_config` (how the web server runs), `worker` (threads for whole requests only), `wsgi` (the application in
it), `logs`.
"""
