"""Persons who sign in, their sessions, and the frozen `Actor` that every action gets.

Words: an *account* belongs to one person and has an address for mail; a *sign-in* is a session kept by the server; a
*key* lets its bearer set a password once (an invitation or a reset). What somebody may do comes from memberships in
units, which belong to `membership` above; here they are only the grants of an `Actor`.

Reading order: `actor` → `model` → `passwords` → `policy` → `actions` (and their `letters`) → `queries` → `throttle` →
`current` (who sends this request) → `forms` → `views` (sign-in) → `account_views`, `reset_views`.
"""
