"""The scripts that lay out the towns under `worlds/`; run by hand with `python -m towns.build` in `packaging/`."""
