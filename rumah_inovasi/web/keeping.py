"""How a view says that its answer is for this request alone, though it is public."""

from flask import request

LEFT_OUT = "rumah_inovasi.left_out"  # in the environment of a request


def leave_out() -> None:
    """Let nobody else be given this answer: it is counted, or hangs on more than what is published.

    What anonymous readers are answered is kept as bytes until something public changes, so that the view is asked but
    once. Browsers may still ask whether the answer is the same.
    """
    request.environ[LEFT_OUT] = True
