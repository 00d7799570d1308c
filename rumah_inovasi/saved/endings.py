"""The link in each letter that ends its letters: signed, so that nobody can make one, and good for ever."""

from itsdangerous import BadSignature, URLSafeSerializer

from rumah_inovasi.errors import NotFound

PATH = "/langganan/berhenti"
_SALT = "saved-search-letters"


class Endings:
    """Makes and reads the links of a site with this secret."""

    def __init__(self, secret: str) -> None:
        self._signer = URLSafeSerializer(secret, salt=_SALT)

    def url(self, site: str, number: int) -> str:
        """Where the letters of a saved search are ended, without signing in."""
        return f"{site}{PATH}/{self._signer.dumps(number)}"

    def number(self, token: str) -> int:
        """The saved search of a link.

        Raises:
            NotFound: the link was not made here, or was cut short on its way.
        """
        try:
            found = self._signer.loads(token)
        except BadSignature:
            found = None
        if not isinstance(found, int):
            raise NotFound("Tautan ini tidak tersalin utuh. Masuklah, lalu atur surat Anda di “Pencarian tersimpan”.")
        return found
