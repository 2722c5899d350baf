from importlib.resources import files

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("register", "0004_load")]
    operations = [
        migrations.RunSQL(
            (files("vaki.register") / "sql" / "0005_census.sql").read_text("utf-8"), migrations.RunSQL.noop
        ),
    ]
