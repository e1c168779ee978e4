"""Rules that must hold: temporal rules over what happens, in a small readable language, checked by automata.

A rule is read (`language.py`) into a formula of linear temporal logic on finite traces (`formula.py`), which is compiled to a
finite automaton by rewriting (`automaton.py`). Its letters say which of its atoms are true of one happening (`happening.py`).
Knows nothing of minds, worlds or models.
"""
