"""What every engine promises (`test_finding` to `test_changes`), and what the embedded one does about its files."""
