"""Who is whose: kin, unions, adoptions, custody, guardianship, as facts and as the groups that tell them.

It never makes a resident or moves one: ages, sexes and household sizes are as the households came. Every group it
writes comes from the builder of the life event that would have written it.
"""
