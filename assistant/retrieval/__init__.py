"""From a question to hits: the index opened, searched, fused and steered."""
