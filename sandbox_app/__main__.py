"""`python -m sandbox_app` is `sandbox-app`."""

import sys

from sandbox_app.cli import main

sys.exit(main())
