"""How words of Indonesian texts are told apart and compared: tokens with their stems, names kept, synonyms.

Reading order: `tokens`, `stemming`, `synonyms`, `stop_words`.
"""
