"""`python -m rumah_inovasi`: the same commands as `rumah-inovasi`."""

from rumah_inovasi.cli import main

if __name__ == "__main__":
    main()
