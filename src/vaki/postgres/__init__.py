"""The database: the embedded server in the data folder or the owner's own, its roles, environments and migrations.

It never knows what the tables mean, and it never changes anything on the machine outside the data folder except
`/var/lib/vaki`, which is Väki's own and used only when the superuser starts it.
"""
