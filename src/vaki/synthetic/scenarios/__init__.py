"""Scripted lives: short stories that are made to happen in the register, so that a customer can see what each brings.

    for name in scenarios.names(): scenarios.get(name).title["fi"]
    async with Recorder(pools.register) as recorder:
        async for step in scenarios.run(pools.register, recorder, name, person="010190-921W"):
            step.number, step.of, step.text["sv"], step.day, step.event
            step.since, step.key             # everything of this step lies after `since`, up to and with `key`
            step.codes, step.municipalities  # whom it touched, the cast first; where they live and lived

`run` chooses people itself when no person is given. Before anything has happened it raises UnknownScenario (exit 5),
UnknownPerson (5), DoesNotFit (4: the person is not one to whom this could happen, and why), NobodyFits (1) and
ClockFollowsWall (the story moves the clock, and this register's follows the wall); EventRefused while it runs, when
someone else's event got in between. The register is left changed. Nothing is handed out here: a step names persons by
code so that its caller can ask the door about them, which writes the ledger.

The stories are data: `*.toml` beside this file, their form in `story`.
"""

from vaki.synthetic.scenarios.casting import DoesNotFit, NobodyFits
from vaki.synthetic.scenarios.running import Step, run
from vaki.synthetic.scenarios.story import Scenario, UnknownScenario, get, names

__all__ = ["DoesNotFit", "NobodyFits", "Scenario", "Step", "UnknownScenario", "get", "names", "run"]
