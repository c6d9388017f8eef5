"""What a question asks for, in its conversation. Pure."""
