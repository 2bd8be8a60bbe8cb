"""Makes the generated part of samples/merebridge again: ``python -m samples.synth.merebridge``.

The narrative, the commentary and the milestones of that folder are written by hand and stay as they are.
"""

from pathlib import Path

from samples.synth.defects import Level
from samples.synth.generate import write_council
from samples.synth.identity import Identity
from samples.synth.plan import Plan

FOLDER = Path(__file__).parents[1] / "merebridge"
IDENTITY = Identity("merebridge", "Merebridge", "E06999999", "North West")
PLAN = Plan(pupils=2000, seed=14, quarters=1, level=Level.FEW, identity=IDENTITY, compression=9)

if __name__ == "__main__":
    write_council(FOLDER, PLAN)
