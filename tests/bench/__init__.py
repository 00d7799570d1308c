"""What the house measures about itself: `python3 start.py bench web|write`.

A bench runs the real program over folders of its own and asks it by HTTP; nothing of the measured program is loaded
into the measuring process. Figures go into `docs/benchmarks.md`, never into limits of tests.
"""
