from importlib.resources import files
from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies: ClassVar[list[tuple[str, str]]] = []
    operations = [
        migrations.RunSQL(
            (files("vaki.register") / "sql" / "0001_person.sql").read_text("utf-8"), migrations.RunSQL.noop
        ),
    ]
