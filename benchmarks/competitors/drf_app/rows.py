"""The variant with rows: a table for each sort of fact, prefetched with one query each."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from benchmarks.competitors.drf_app.json import OrjsonField
from benchmarks.competitors.rules import Group


class Table(models.Model):
    class Meta:
        abstract = True
        app_label = "drf_app"
        managed = False


class Person(Table):
    id = models.BigIntegerField(primary_key=True)
    code = models.TextField()
    protected = models.BooleanField()
    previous_codes = ArrayField(models.TextField())
    born = models.DateField(null=True)
    born_precision = models.TextField(null=True)
    sex = models.TextField(null=True)
    first_names = models.TextField(null=True)
    surname = models.TextField(null=True)
    first_names_utf8 = models.TextField(null=True)
    surname_utf8 = models.TextField(null=True)
    names_since = models.DateField(null=True)
    names_since_precision = models.TextField(null=True)
    names_note = models.TextField(null=True)
    tongue = models.TextField(null=True)
    tongue_iso6392 = models.TextField(null=True)
    tongue_name = models.TextField(null=True)
    tongue_since = models.DateField(null=True)
    tongue_since_precision = models.TextField(null=True)
    tongue_until = models.DateField(null=True)
    tongue_until_precision = models.TextField(null=True)
    service_language = models.TextField(null=True)
    service_language_iso6392 = models.TextField(null=True)
    service_language_since = models.DateField(null=True)
    service_language_since_precision = models.TextField(null=True)
    dead = models.BooleanField(null=True)
    died = models.DateField(null=True)
    died_precision = models.TextField(null=True)
    protection_active = models.BooleanField(null=True)
    protection_until = models.DateField(null=True)
    protection_until_precision = models.TextField(null=True)
    home_municipality = models.TextField(null=True)
    home_since = models.DateField(null=True)
    home_since_precision = models.TextField(null=True)

    class Meta(Table.Meta):
        db_table = "person"


class IdentityCode(Table):
    code = models.TextField(primary_key=True)
    person = models.ForeignKey(Person, models.DO_NOTHING)

    class Meta(Table.Meta):
        db_table = "identity_code"


class PeriodTable(Table):
    since = models.DateField(null=True)
    since_precision = models.TextField(null=True)
    until = models.DateField(null=True)
    until_precision = models.TextField(null=True)

    class Meta(Table.Meta):
        abstract = True


class Name(PeriodTable):
    pk = models.CompositePrimaryKey("person_id", "position")
    person = models.ForeignKey(Person, models.DO_NOTHING, related_name="names")
    position = models.IntegerField()
    kind = models.TextField()
    sort = models.TextField(null=True)
    name = models.TextField(null=True)
    name_utf8 = models.TextField(null=True)

    class Meta(Table.Meta):
        db_table = "name"
        ordering = ("position",)


class Citizenship(Table):
    pk = models.CompositePrimaryKey("person_id", "position")
    person = models.ForeignKey(Person, models.DO_NOTHING, related_name="citizenships")
    position = models.IntegerField()
    country = models.TextField()
    country_name = models.TextField(null=True)
    in_force = models.TextField(null=True)
    got = models.DateField(null=True)
    got_precision = models.TextField(null=True)
    lost = models.DateField(null=True)
    lost_precision = models.TextField(null=True)

    class Meta(Table.Meta):
        db_table = "citizenship"
        ordering = ("position",)


class Email(PeriodTable):
    pk = models.CompositePrimaryKey("person_id", "position")
    person = models.ForeignKey(Person, models.DO_NOTHING, related_name="emails")
    position = models.IntegerField()
    address = models.TextField(null=True)
    sort = models.TextField(null=True)

    class Meta(Table.Meta):
        db_table = "email"
        ordering = ("position",)


class Address(PeriodTable):
    pk = models.CompositePrimaryKey("person_id", "position")
    person = models.ForeignKey(Person, models.DO_NOTHING, related_name="addresses")
    position = models.IntegerField()
    kind = models.TextField()
    street_fi = models.TextField(null=True)
    street_sv = models.TextField(null=True)
    street_number = models.TextField(null=True)
    staircase = models.TextField(null=True)
    flat = models.TextField(null=True)
    flat_division = models.TextField(null=True)
    postal_code = models.TextField(null=True)
    post_office_fi = models.TextField(null=True)
    post_office_sv = models.TextField(null=True)
    building_code = models.TextField(null=True)
    address_number = models.IntegerField(null=True)
    municipality = models.TextField(null=True)
    line_fi = models.TextField(null=True)
    line_sv = models.TextField(null=True)
    second_line = models.TextField(null=True)
    street_abroad = models.TextField(null=True)
    town_abroad = models.TextField(null=True)
    country = models.TextField(null=True)
    country_name = models.TextField(null=True)

    class Meta(Table.Meta):
        db_table = "address"
        ordering = ("position",)


class Change(Table):
    key = models.BigIntegerField(primary_key=True)
    time = models.DateTimeField()
    person = models.ForeignKey(Person, models.DO_NOTHING)
    code = models.TextField()
    protected = models.BooleanField()
    found_by_place = models.BooleanField()
    touches_place = models.BooleanField()

    class Meta(Table.Meta):
        db_table = "change"


class ChangeGroup(Table):
    pk = models.CompositePrimaryKey("change_id", "position")
    change = models.ForeignKey(Change, models.DO_NOTHING, db_column="change_key", related_name="groups")
    position = models.IntegerField()
    withheld = models.BooleanField()
    members = OrjsonField()

    class Meta(Table.Meta):
        db_table = "change_group"
        ordering = ("position",)


PERSON_PREFETCH = ("person__names", "person__citizenships", "person__emails", "person__addresses")
CHANGE_PREFETCH = ("groups",)


def groups_of(change: Change) -> tuple[list[Group], list[int]]:
    """(groups, numbers of the withheld ones) of a change."""
    rows = list(change.groups.all())
    return [row.members for row in rows], [at for at, row in enumerate(rows) if row.withheld]
