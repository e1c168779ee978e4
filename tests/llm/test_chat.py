"""Chat templates: what is learnt from them, and what hostile ones cannot do."""

import pytest

from sandbox_app.llm.chat import CHATML, Frame, TemplateProblem, learn
from sandbox_app.llm.chat.frame import find_frame

LINES = "{% for m in messages %}{{ m.role }}: {{ m.content }}{{ '\\n' }}{% endfor %}"


def test_a_plain_template() -> None:
    assert learn(LINES + "{% if add_generation_prompt %}assistant:{% endif %}") == Frame("system: ", "\nuser: ", "\nassistant:", "user: ")


def test_the_most_common_form() -> None:
    text = (
        "{%- for message in messages %}\n  {{- '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}\n"
        "{%- endfor %}\n{%- if add_generation_prompt %}\n{{- '<|im_start|>assistant\\n' }}\n{%- endif %}"
    )
    assert find_frame(text) == CHATML


@pytest.mark.parametrize(
    ("refusing", "frame"),
    [
        ("{{ raise_exception('no') if messages[0].role == 'system' }}" + LINES, Frame("user: ", "", "\n", "user: ")),
        ("{% for m in messages if m.role == 'user' %}[{{ m.content }}]{% endfor %}", Frame("[", "", "]", "[")),
        ("{% if messages | length > 1 %}{{ messages[1].content }}{% endif %}{{ messages[0].content }}", Frame("", "", "", "")),
    ],
)
def test_without_a_place_for_the_system_all_stands_in_the_users_message(refusing: str, frame: Frame) -> None:
    assert find_frame(refusing) == frame


def test_messages_in_parts() -> None:
    text = "{% for m in messages %}<{{ m.role }}>{% for part in m.content %}{{ part['text'] | trim }}{% endfor %}{% endfor %}"
    assert find_frame(text) == Frame("<system>", "<user>", "", "<user>")
    alone = "{{ raise_exception('') if messages | length > 1 }}<{% for p in messages[0].content %}{{ p.text }}{% endfor %}>"
    assert find_frame(alone) == Frame("<", "", ">", "<")


@pytest.mark.parametrize(
    ("ending", "after"),
    [
        ("{% if enable_thinking %}<think>{% else %}<think></think>{% endif %}", "<think></think>"),
        ("{% if enable_thinking %}<think>{% endif %}", ""),
        ("{{ '<think>\\n' }}", "<think>\n\n</think>\n\n"),
        ("<think>", "<think>\n\n</think>\n\n"),
        ("{% if false %}{{ '</think>' }}{% endif %}", "<think>\n\n</think>\n\n"),
        ("{% if false %}<|channel|>final<|message|>{% endif %}<|start|>assistant", "<|start|>assistant<|channel|>final<|message|>"),
    ],
)
def test_who_would_think_first_answers_at_once(ending: str, after: str) -> None:
    assert find_frame(LINES + ending).after == "\n" + after


def test_what_templates_expect_to_find() -> None:
    text = (
        "{{ bos_token }}{% generation %}{{ {'a': 'é'} | tojson }}{% endgeneration %}{{ strftime_now('%Y') }}"
        "{% for n in range(9) %}{% if n == 2 %}{% break %}{% endif %}{{ n * 3 }}{% endfor %}{{ 'none' if tools is none }}" + LINES
    )
    assert find_frame(text, "<s>").before == '<s>{"a": "é"}202603none' + "system: "


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "1 seconds"),
        ("{% macro again(n) %}{{ again(n) }}{{ again(n) }}{% endmacro %}{{ again(1) }}", "recursion"),
        ("{{ 'a' * 1000000000000 }}", "computes with"),
        ("{{ 9 ** 9 ** 9 }}", "\\*\\*"),
        ("{{ '%999999999d' % 1 }}", "%"),
        ("{% set n = namespace(t='aaaaaaaa') %}{% for i in range(60) %}{% set n.t = n.t + n.t %}{% endfor %}", "memory|seconds"),
        ("{% set n = namespace(t='aaaaaaaa') %}{% for i in range(60) %}{% set n.t = n.t ~ n.t %}{% endfor %}", "memory|seconds"),
        ("{{ 'a'.ljust(99999999999) }}", "memory"),
        ("{% for i in range(50000) %}very long{% endfor %}" + LINES, "writes more than"),
        ("{{ ().__class__.__base__.__subclasses__() }}", "unsafe"),
        ("{{ messages.append(1) }}", "immutable|unsafe|not safely|modify"),
        ("{% include '/etc/passwd' %}", "loader"),
        ("{{ lipsum(9999) }}", "undefined"),
        ("{% if %}", "no template"),
        ("nothing is asked", "leaves out"),
        ("a" * 300_000, "300,000 characters"),
        ("{{ 1 / 0 }}", "zero"),
    ],
)
def test_a_hostile_template_gives_a_reason_and_nothing_else(template: str, why: str) -> None:
    with pytest.raises(TemplateProblem, match=why):
        learn(template, seconds=1.0)
