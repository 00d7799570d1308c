"""What readers tell: that something in a write-up is wrong, or that the owning unit objects to it.

Reading order: `model` → `policy` → `actions` → `queries` → `forms` → `views`.
"""
