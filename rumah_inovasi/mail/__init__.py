"""Letters: written in the transaction of the deed they tell of, sent afterwards by the relay's process.

Reading order: `letters` (the queue) → `transport` (a mail server, or the console) → `postman` (sends what waits).
"""
