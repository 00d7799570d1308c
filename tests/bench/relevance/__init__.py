"""How well questions are answered, on collections that others judged: the house beside its peers in one run.

The collections stand beside the project, not in it; where they are absent, nothing is measured.
"""
