"""Files that people attach: what may enter the house, and where the bytes are kept.

Reading order: `kinds` (the seven kinds), `reasons` (why a file is refused, in words), `inspection` (the door: the only
module that callers need beside `store`), `child` (the process behind the door), `pictures`, `office`, `pdf` (one
parser each, run in that process only), `store` (bytes under random names).
"""
