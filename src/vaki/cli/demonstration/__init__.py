"""A customer played before the reader's eyes: real calls over HTTP, ordinary life events, and what the answers say.

Nothing is staged: every line about a person is taken from the answer just received, and no event is recorded but
through the register's recorder.
"""
