"""How the tests ask why a file is refused."""

import pytest

from rumah_inovasi.files.inspection import FileRefused, inspect
from rumah_inovasi.files.reasons import Reason


def reason(data: bytes, name: str) -> Reason:
    with pytest.raises(FileRefused) as refused:
        inspect(data, name)
    assert "%(" not in str(refused.value)
    return refused.value.reason
