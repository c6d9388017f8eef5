"""Grant cards: their times, parts and quotes, and the questions that ask for a set of them. Pure."""
