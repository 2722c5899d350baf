"""Life: the events of the register's own days, drawn at the country's rates and recorded like anyone else's.

`rates` says how often what happens, `choosing` to whom, the other modules what it then is, `day` lives the hours.
It never writes to the register itself, reads no clock of the wall's, and draws nothing but by address from the seed.
"""

from __future__ import annotations

from vaki.synthetic.life.day import HOURS, ClockFollowsWall, Life, Lived, instant

__all__ = ["HOURS", "ClockFollowsWall", "Life", "Lived", "instant"]
