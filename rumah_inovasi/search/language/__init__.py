"""How words of Indonesian texts are told apart and compared: tokens with their stems, names kept, regions, synonyms.

Reading order: `tokens`, `stemming`, `stripping`, `affixes`, `roots`, `names`, `regions`, `synonyms`, `stop_words`.
"""
