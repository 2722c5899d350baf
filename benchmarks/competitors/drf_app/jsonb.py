"""The variant with one JSONB column: a person is a row, its groups a list in it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from rest_framework import serializers

from benchmarks.competitors.drf_app.json import OrjsonField
from benchmarks.competitors.rules import Group


class Person(models.Model):
    id = models.BigIntegerField(primary_key=True)
    protected = models.BooleanField()
    groups = OrjsonField()

    class Meta:
        app_label = "drf_app"
        managed = False
        db_table = "person"


class IdentityCode(models.Model):
    code = models.TextField(primary_key=True)
    person = models.ForeignKey(Person, models.DO_NOTHING)

    class Meta:
        app_label = "drf_app"
        managed = False
        db_table = "identity_code"


class Change(models.Model):
    key = models.BigIntegerField(primary_key=True)
    time = models.DateTimeField()
    person = models.ForeignKey(Person, models.DO_NOTHING)
    code = models.TextField()
    protected = models.BooleanField()
    found_by_place = models.BooleanField()
    touches_place = models.BooleanField()
    withheld = ArrayField(models.IntegerField())
    groups = OrjsonField()

    class Meta:
        app_label = "drf_app"
        managed = False
        db_table = "change"


PERSON_PREFETCH: tuple[str, ...] = ()
CHANGE_PREFETCH: tuple[str, ...] = ()


class GroupsField(serializers.Field):
    """A person's groups as the caller is told them."""

    def to_representation(self, person: Person) -> list[Group]:
        """`context` has the product and `censors`, whether the caller is told less of the protected."""
        protected = self.context["censors"] and person.protected
        return self.context["product"].base_groups(person.groups, protected=protected)


def groups_of(change: Change) -> tuple[list[Group], list[int]]:
    """(groups, numbers of the withheld ones) of a change."""
    return change.groups, change.withheld
