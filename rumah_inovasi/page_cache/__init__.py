"""Public pages as bytes, kept in front of the application for readers who are not signed in.

What is kept is true for one state of the house (`freshness`), which every request looks at; it is let go as soon as
that state is another one. `question` says which requests may be answered so, `answer` what may be kept.
"""
