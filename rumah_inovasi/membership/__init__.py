"""Who works where, and as what: memberships in units, invitations, requests for an account, hand-over of work.

Words: a *membership* is a role of an account in a unit. The *tree* of a local admin is the unit of that membership
with all below it. Grants of an `Actor` are made of memberships here.

Reading order: `model` → `policy` → `queries`, `member_queries`, `request_queries` → `actions`, `request_actions` (and
their `letters`) → `forms` → `views` (the list) and the other views, one for each errand.
"""
