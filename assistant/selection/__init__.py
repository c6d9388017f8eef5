"""From hits to the quotable parts that make the answer. Pure."""
