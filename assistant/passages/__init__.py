"""What can be quoted of a passage, what its section is for, and what in it is an order. Pure."""
