"""Pages that need several capabilities at once: home, regions, units, and what the house says of itself.

Reading order: `views` (addresses), `region_page` (what a region's page tells).
"""
