"""The web server, as the work of a process that the supervisor keeps."""

import sys


def serve(workers: int) -> None:
    """Run gunicorn until it is told to end, with the settings of `gunicorn_config`.

    Raises:
        SystemExit: at its end.
    """
    from gunicorn.app.wsgiapp import run  # noqa: PLC0415 - of the processes, this one alone needs it

    sys.argv = ["gunicorn", "--config", "python:rumah_inovasi.serving.gunicorn_config", "--workers", str(workers)]
    run()
