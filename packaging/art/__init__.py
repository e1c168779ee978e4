"""The scripts that draw every picture of the program; run by hand with `python -m art.build` in `packaging/`."""
