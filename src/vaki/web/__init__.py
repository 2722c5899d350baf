"""The people's face: the Django project (settings, urls, base templates, static files) and the one ASGI application.

It puts rooms together and gives their pages one look. It never reads person rows itself: a page that shows a person
asks the door through `bridge`, and every such page is in the ledger.
"""
