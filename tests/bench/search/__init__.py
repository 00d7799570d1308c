"""How fast questions are answered, beside other engines, over write-ups that nobody wrote.

Reading order: `questions` (what is asked), `peers` (who else answers), `measuring` (side by side, in one run).
"""
