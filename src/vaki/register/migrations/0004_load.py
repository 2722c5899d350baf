from importlib.resources import files

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("register", "0003_places")]
    operations = [
        migrations.RunSQL(
            (files("vaki.register") / "sql" / "0004_load.sql").read_text("utf-8"), migrations.RunSQL.noop
        ),
    ]
