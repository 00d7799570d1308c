"""What readers type into a search box, wherever it stands."""

LONGEST_QUERY = 300


def cleaned(text: str) -> str:
    """A query as it is looked for and shown: one line of printable signs, cut where it is too long."""
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(printable.split())[:LONGEST_QUERY].rstrip()
