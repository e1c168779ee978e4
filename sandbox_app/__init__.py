"""Town Sandbox: a small town of language-model agents, in one window and one file per world."""

import os

# The products of this program are small: several threads would wait for each other longer than they compute.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
