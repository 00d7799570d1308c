"""Which requests the cache may answer, and what tells two of their answers apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from werkzeug.http import parse_accept_header, parse_cookie

from rumah_inovasi.settings import LOCALES
from rumah_inovasi.web.language import COOKIE

# First parts of the addresses of public pages. Whatever is not named here is asked anew each time.
PUBLIC = {
    *("", "cari", "inovasi", "pilihan", "wilayah", "unit", "urusan", "tag", "replikasi", "pelatihan", "panduan"),
    *("tentang", "privasi", "langganan", "api", "static", "sitemap", "robots", "opensearch"),
}
# Headers with which an answer may be another one, or a part of it.
UNUSUAL = {
    *("HTTP_RANGE", "HTTP_IF_RANGE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"),
    *("HTTP_AUTHORIZATION", "HTTP_TRANSFER_ENCODING", "HTTP_X_HTTP_METHOD_OVERRIDE"),
}
LONGEST = 1000  # letters of a path, of a query, and of each header that is looked at
Question = tuple[str, ...]


@dataclass(frozen=True)
class Rules:
    """What questions hang on: the name of the cookie of those who are signed in, and the language of all others."""

    session_cookie: str
    locale: str

    def question(self, environ: Mapping[str, Any]) -> Question | None:
        """What a request asks; none where the application has to answer it."""
        path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or len(path) > LONGEST or len(query) > LONGEST:
            return None
        if path[1:].partition("/")[0].partition(".")[0] not in PUBLIC:
            return None
        if not UNUSUAL.isdisjoint(environ) or environ.get("CONTENT_LENGTH") not in {None, "", "0"}:
            return None
        if "HTTP_IF_MODIFIED_SINCE" in environ and "HTTP_IF_NONE_MATCH" not in environ:
            return None
        cookies, host = environ.get("HTTP_COOKIE", ""), environ.get("HTTP_HOST")
        accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
        if not host or self.session_cookie in cookies or max(len(cookies), len(host), len(accepted)) > LONGEST:
            return None
        way = "gzip" if takes_gzip(accepted) else ""
        return path, query, self._locale(cookies), way, host, environ["wsgi.url_scheme"], environ.get("SCRIPT_NAME", "")

    def _locale(self, cookies: str) -> str:
        if COOKIE not in cookies:
            return self.locale
        chosen = parse_cookie(cookies).get(COOKIE, "")
        return chosen if chosen in LOCALES else self.locale


@lru_cache(maxsize=128)
def takes_gzip(accepted: str) -> bool:
    """Whether a client takes compressed answers, as the application understands it."""
    return bool(parse_accept_header(accepted)["gzip"])
