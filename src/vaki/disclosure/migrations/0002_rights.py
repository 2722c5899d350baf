from importlib.resources import files

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0001_disclosure")]
    operations = [
        migrations.RunSQL(
            (files("vaki.disclosure") / "sql" / "0002_rights.sql").read_text("utf-8"), migrations.RunSQL.noop
        ),
    ]
