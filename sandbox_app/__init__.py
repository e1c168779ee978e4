"""Town Sandbox: a small town of language-model agents, in one window and one file per world."""

import os

from sandbox_app.posix import blas_core

# The products of this program are small: several threads would wait for each other longer than they compute.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
if _core := blas_core():
    os.environ.setdefault("OPENBLAS_CORETYPE", _core)

__version__ = "0.1.0"
