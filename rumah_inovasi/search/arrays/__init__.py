"""The index as arrays: what Whoosh wrote, laid out so that a query is a few operations on whole columns.

Beside each segment of Whoosh stands one file with its postings, lengths, facets and token places, written at the same
commit and mapped into memory. Nothing here knows Whoosh.

Reading order: `packed` (arrays in a file), `collected` (what a segment's file holds), `segment` (looking things up in
one), `generation` (the segments of a commit), `scoring`, `counting`, `ordering`, `marking`, `completing`, and
`execution`, which makes them one.
"""
