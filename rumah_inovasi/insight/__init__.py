"""What editors learn from searches and do about it: own synonyms, what is not found, what readers need.

Reading order: `model` → `policy` → `synonym_rules` → `synonym_actions`, `question_actions`, `need_actions` → `queries`
→ `forms` → `views`, `synonym_views`, `need_views`, `telling_views`. What is counted, and how: `search/asked`.
"""
