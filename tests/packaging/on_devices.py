"""What an engine answers on a device, as JSON: `python -m tests.packaging.on_devices LAYERS`, "" for as many as fit.
Run by test_vulkan.py.
"""

import json
import sys
from contextlib import closing

import msgspec

from sandbox_app.errors import ModelProblem
from sandbox_app.llm import forms
from sandbox_app.llm.engines import default_model, open_engine
from sandbox_app.llm.llama.gpu import devices
from tests.llm import asking
from tests.llm.every_facts import every_facts

TOKENS = 48
asking.PATIENCE = 1800  # processors that play a GPU beside other work are slow


def main() -> None:
    """Ask the demo model one thought of each kind, always taking the likeliest token."""
    found = [msgspec.to_builtins(device) for device in devices()]
    answers: dict[str, str] = {}
    problem = ""
    try:
        with closing(open_engine("llama", default_model(), gpu_layers=int(sys.argv[1]) if sys.argv[1] else None)) as engine:
            for facts in every_facts():
                request = msgspec.structs.replace(forms.render(facts, agent=1, seed=1), temperature=0.0, max_tokens=TOKENS)
                answers[forms.purpose_of(facts)] = asking.ask(engine, request).text
    except ModelProblem as refused:
        problem = refused.sentence
    sys.stdout.write(json.dumps({"devices": found, "answers": answers, "problem": problem}))


if __name__ == "__main__":
    main()
