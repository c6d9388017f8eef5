"""Answers from the data that editors keep beside the documents: whole sets, links and versions. Pure."""
