"""Django REST Framework on Django's ORM and psycopg 3 with its pool, as a team that knows them would write it."""
