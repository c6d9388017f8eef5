"""The gate before the screen: every statement against the words it rests on. Pure."""
