"""The house and the outside: the Markdown archive in `content/`, read and written.

Reading order: `front_matter` and `emit` (the strict file format), `write_up_file` (a file as typed facts),
`archive` (database → files), `archive_plan` and `archive_keeper` (the files in their places), `projection` (how the
relay keeps them), `importer` (files → database).
"""
