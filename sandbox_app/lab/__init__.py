"""The laboratory: measures of worlds, taken from their record alone and as of any moment.

It reads world files through `simulation` and never changes one. networkx does the arithmetic of networks.
"""
