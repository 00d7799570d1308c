"""Why the system refused something about a file, in words for people: its own words are English."""

import errno

_WORDS = {
    errno.EACCES: "izin ditolak",
    errno.EPERM: "izin ditolak",
    errno.EROFS: "disk ini hanya dapat dibaca",
    errno.ENOENT: "berkas atau foldernya tidak ada",
    errno.EEXIST: "sudah ada sesuatu di sana",
    errno.EISDIR: "itu sebuah folder",
    errno.ENOTDIR: "bagian dari alamatnya bukan folder",
    errno.ENOTEMPTY: "foldernya tidak kosong",
    errno.ENOSPC: "disk penuh",
    errno.EDQUOT: "jatah disk habis",
    errno.EFBIG: "berkasnya terlalu besar",
    errno.ENAMETOOLONG: "namanya terlalu panjang",
    errno.ELOOP: "tautannya berputar",
    errno.EIO: "disk rusak",
}


def reason_of(error: BaseException) -> str:
    """The reason in a few words; of what is unusual, the words of the system."""
    number = getattr(error, "errno", None)
    return _WORDS.get(number or 0) or getattr(error, "strerror", None) or str(error)
