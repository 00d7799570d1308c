"""Finding write-ups. At this stage the database answers: all words of the query in title, long form or summary."""
