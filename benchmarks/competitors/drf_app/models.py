"""The tables of both variants; those of the variant that is served stand in `rows` or `jsonb`."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Permit(models.Model):
    id = models.BigIntegerField(primary_key=True)
    version = models.IntegerField()
    holder = models.TextField()
    product = models.TextField()
    product_version = models.IntegerField()
    protected = models.TextField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        managed = False
        db_table = "permit"


class Credential(models.Model):
    user_name = models.TextField(primary_key=True)
    permit = models.ForeignKey(Permit, models.DO_NOTHING)
    hash = models.BinaryField()
    revoked = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "credential"


class Product(models.Model):
    name = models.TextField(primary_key=True)
    groups = ArrayField(models.TextField())
    censored = ArrayField(models.TextField())
    touching = ArrayField(models.TextField())
    never_bare = ArrayField(models.TextField())
    mentioning = ArrayField(models.TextField())

    class Meta:
        managed = False
        db_table = "product"


class GroupKind(models.Model):
    name = models.TextField(primary_key=True)
    place = models.IntegerField()
    hidden_members = ArrayField(models.TextField())

    class Meta:
        managed = False
        db_table = "group_kind"


class Mention(models.Model):
    pk = models.CompositePrimaryKey("person_id", "kind", "other_id")
    person_id = models.BigIntegerField()
    kind = models.TextField()
    other_id = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "mention"


class ChangeMention(models.Model):
    pk = models.CompositePrimaryKey("change_key", "kind", "other_id")
    change_key = models.BigIntegerField()
    kind = models.TextField()
    other_id = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "change_mention"


class Ledger(models.Model):
    id = models.BigAutoField(primary_key=True)
    permit_id = models.BigIntegerField()
    permit_version = models.IntegerField()
    holder = models.TextField()
    product = models.TextField()
    product_version = models.IntegerField()
    channel = models.TextField()
    address = models.TextField(null=True)
    client = models.TextField(null=True)
    end_user = models.TextField(null=True)
    request_id = models.TextField(null=True)
    operation = models.TextField()
    since_key = models.BigIntegerField(null=True)
    read_key = models.BigIntegerField()
    subjects = ArrayField(models.BigIntegerField())
    mentioned = ArrayField(models.BigIntegerField())
    censored = ArrayField(models.BigIntegerField())
    groups = ArrayField(models.TextField())
    censored_groups = ArrayField(models.TextField())

    class Meta:
        managed = False
        db_table = "ledger"
