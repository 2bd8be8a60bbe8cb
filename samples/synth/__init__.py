"""A synthetic council of any size, seeded, with known answers. Imports none of the pipeline's packages.

Everything is drawn with whole numbers only (no floating-point mathematics), so the same seed gives the same council on
every machine.
"""
