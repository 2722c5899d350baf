from importlib.resources import files

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = [("register", "0001_person")]
    operations = [
        migrations.RunSQL(
            (files("vaki.disclosure") / "sql" / "0001_disclosure.sql").read_text("utf-8"), migrations.RunSQL.noop
        ),
    ]
