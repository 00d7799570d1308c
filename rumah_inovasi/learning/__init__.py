"""Workshops and their materials: when, where, by whom, for whom, what was handed out, which write-ups they are about.

They are written, reviewed, published and withdrawn as write-ups are, by the same rules (`catalogue/reviewing`,
`catalogue/policy`); trainers write them too.

Reading order: `facts` (what is known of a workshop), `model`, `policy`, `publishing`, `actions`, `queries`, then
`views` for readers; `proposal_actions`, `review_actions` and the other views for those who work.
"""
