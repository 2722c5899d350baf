from importlib.resources import files

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0002_rights")]
    operations = [
        migrations.RunSQL(
            (files("vaki.disclosure") / "sql" / "0003_omitted.sql").read_text("utf-8"), migrations.RunSQL.noop
        ),
    ]
