"""A process that helps to write an index: `python -m rumah_inovasi.search.whoosh_engine.helper FOLDER`."""

import sys
from pathlib import Path

from rumah_inovasi.search.whoosh_engine.helping import received
from rumah_inovasi.search.whoosh_engine.writing import write_all

if __name__ == "__main__":
    write_all(Path(sys.argv[1]), received(sys.stdin.buffer))
