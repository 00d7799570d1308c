"""Who acts: the frozen `Actor` that every action takes, whether a person, a command or a test stands behind it."""
