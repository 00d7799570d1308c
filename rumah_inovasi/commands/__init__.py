"""What the commands of `rumah-inovasi` are made of: `base` (the house, errors), then one file for each group."""
