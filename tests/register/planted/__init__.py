"""Every kind of contradiction, planted once in a family of which nothing is wrong."""
