"""The Swedish language: words, values, dates, places, names and spelling. Pure."""
