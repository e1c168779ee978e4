"""The process in which a template runs: reads an `Order`, writes the `Frame` or why there is none, and never lives long."""

import faulthandler
import sys

import msgspec

from sandbox_app.llm.chat.frame import TemplateProblem, find_frame
from sandbox_app.llm.chat.learn import Learned, Order
from sandbox_app.posix import limit_memory

_MOST_MEMORY = 1 << 30


def main() -> None:
    """Run one template. Faults that are not the template's own, and the end of time or memory, end the process."""
    order = msgspec.json.decode(sys.stdin.buffer.read(), type=Order)
    limit_memory(_MOST_MEMORY)
    # Its clock does not need the interpreter, which a single long operation would keep.
    faulthandler.dump_traceback_later(order.seconds, exit=True)
    try:
        learned = Learned(find_frame(order.template, order.bos, order.eos))
    except TemplateProblem as problem:
        learned = Learned(None, str(problem))
    sys.stdout.buffer.write(msgspec.json.encode(learned))


if __name__ == "__main__":
    main()
