"""Parts of addresses that many views share."""

# What fits into every database; a longer number is nobody's.
HIGHEST_NUMBER = 999_999_999
LONGEST_NUMBER = len(str(HIGHEST_NUMBER))
NUMBER = f"<int(max={HIGHEST_NUMBER}):number>"
PROPOSAL = f"/ruang-kerja/usulan/{NUMBER}"
