"""Do the parts answer at all, and which of what was asked do they leave out? Pure."""
