"""The remote engine against a server that does what a test wants, good and bad."""

import queue
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from sandbox_app.llm import forms
from sandbox_app.llm.remote import RemoteEngine, ServerProblem
from sandbox_app.llm.request import Cancelled, Completion, EngineError, Request, Unavailable, Unread
from tests.llm.asking import Asked
from tests.llm.every_facts import every_facts
from tests.llm.tiny_server import Call, TinyServer, tiny_server

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

Opens = Callable[..., RemoteEngine]
SOON = 0.01


@pytest.fixture
def server() -> Iterator[TinyServer]:
    with tiny_server() as made:
        yield made


@pytest.fixture
def opens(server: TinyServer) -> Iterator[Opens]:
    engines: list[RemoteEngine] = []

    def open_it(url: str = "", model: str = "") -> RemoteEngine:
        engines.append(RemoteEngine(url or server.url, model, first_pause=SOON))
        return engines[-1]

    yield open_it
    for engine in engines:
        engine.close()


def request(purpose: str = "say", **changes: object) -> Request:
    made = next(forms.render(facts, seed=2**32 - 1) for facts in every_facts() if forms.purpose_of(facts) == purpose)
    return msgspec.structs.replace(made, **changes)


def unwatched(engine: RemoteEngine, request: Request, order: list[Asked] | None = None) -> Asked:
    return Asked(engine, request, order, watch=False)


def ask(engine: RemoteEngine, request: Request) -> Completion:
    return unwatched(engine, request).completion()


# -- what a request becomes --------------------------------------------------------------------------------------


def test_a_thought_becomes_a_chat_and_comes_back_counted(server: TinyServer, opens: Opens) -> None:
    server.answers = lambda call: call.say(
        "1 | Hello. | end\n", usage={"prompt_tokens": 200, "completion_tokens": 9, "prompt_tokens_details": {"cached_tokens": 150}}
    )
    engine = opens()
    asked = request()
    completion = ask(engine, asked)
    assert (completion.text, completion.model, completion.stopped) == ("1 | Hello. | end", "one", "end")
    assert (completion.submitted, completion.computed, completion.generated) == (200, 59, 9)
    call = server.calls[0]
    assert (call.path, call.key) == ("/v1/chat/completions", "")
    assert [message["role"] for message in call.body["messages"]] == ["system", "user"]
    assert call.body["messages"][0]["content"] == (asked.shared + asked.own).strip()
    assert call.user.startswith(asked.now.strip())
    assert {name: call.body[name] for name in ("model", "max_tokens", "temperature", "seed")} == {
        "model": "one", "max_tokens": asked.max_tokens, "temperature": asked.temperature, "seed": 2**31 - 1,
    }  # fmt: skip
    assert engine.status().running == engine.status().waiting == 0
    assert all(engine.knows(purpose) for purpose in forms.purposes())


@pytest.mark.parametrize("field", ["grammar", "structured_outputs", "guided_grammar"])
def test_a_server_that_holds_answers_to_a_grammar_is_given_it(server: TinyServer, opens: Opens, field: str) -> None:
    server.constraint = "structured_outputs.grammar" if field == "structured_outputs" else field
    server.answers = lambda call: call.say("1 | Hello. | end\n")
    asked = request()
    ask(opens(), asked)
    call = server.calls[0]
    given = call.body[field]["grammar"] if field == "structured_outputs" else call.body[field]
    assert given == asked.grammar
    assert call.user == asked.now.strip(), "nothing has to be explained to the model"


def test_a_model_that_nothing_holds_to_the_form_is_told_it_and_what_was_wrong(server: TinyServer, opens: Opens) -> None:
    engine = opens()
    asked = request()
    ask(engine, asked)
    ask(engine, request(before=Unread("Sure thing!", "the line 'Sure thing!' does not have the form asked for")))
    first, second = (call.body["messages"] for call in server.calls)
    assert asked.grammar.strip() in first[1]["content"]
    assert "grammar" not in server.calls[0].body
    assert second[:2] == first
    assert second[2] == {"role": "assistant", "content": "Sure thing!"}
    assert "the line 'Sure thing!' does not have the form" in second[3]["content"]


@pytest.mark.parametrize(
    ("purpose", "said", "read"),
    [
        ("say", "<think>\nHm, 1 | no | end?\n</think>\n\n1 | Yes. | end", "1 | Yes. | end"),
        ("say", "what the template began</think>1 | Yes. | end", "1 | Yes. | end"),
        ("say", "```\n1 | Yes. | end\n```", "1 | Yes. | end"),
        ("importance", "\n 1: 3 \n\n\n", "1: 3"),
        ("importance", "1: 3\nThat is my rating.", "1: 3"),
        ("say", "<think> and never an end", ""),
        ("say", "1 | Y\0e\x1b[2Js. | end", "1 | Ye[2Js. | end"),
        ("say", "x" * 100_000, "x" * 4000),
    ],
)
def test_thinking_and_chatter_around_an_answer_are_left_out(server: TinyServer, opens: Opens, purpose: str, said: str, read: str) -> None:
    server.answers = lambda call: call.say(said)
    assert ask(opens(), request(purpose)).text == read


def test_a_model_that_thinks_aloud_has_room_for_it(server: TinyServer, opens: Opens) -> None:
    server.answers_probe = lambda call: call.say(None, reasoning_content="The user wants", finish="length")
    server.answers = lambda call: call.say("1 | Yes. | end", reasoning_content="So I say yes.")
    asked = request()
    assert ask(opens(), asked).text == "1 | Yes. | end"
    assert server.calls[0].body["max_tokens"] > asked.max_tokens + 1000


def test_an_answer_cut_at_its_limit_says_so(server: TinyServer, opens: Opens) -> None:
    server.answers = lambda call: call.say("1 | Yes and", finish="length")
    assert ask(opens(), request()).stopped == "limit"


# -- opening -----------------------------------------------------------------------------------------------------


def test_what_a_server_says_of_itself_is_believed(server: TinyServer, opens: Opens) -> None:
    server.models = [{"id": "/models/Big-7B.Q4.gguf", "owned_by": "llamacpp"}]
    server.pages["/props"] = {"default_generation_settings": {"n_ctx": 6144}, "total_slots": 6, "chat_template": ""}
    engine = opens(server.url + "/v1/")
    assert (engine.name, engine.context, engine.abilities.at_once) == ("Big-7B.Q4", 6144, 6)
    server.models = [{"id": "Qwen/Qwen3-8B", "owned_by": "vllm", "max_model_len": 32768}]
    server.pages = {}
    engine = opens()
    assert (engine.name, engine.context, engine.abilities.at_once) == ("Qwen/Qwen3-8B", 32768, 64)
    assert engine.abilities.extra["chat_template_kwargs"] == {"enable_thinking": False}
    server.models = [{"id": "llama3:8b", "owned_by": "library"}]
    server.pages = {"/api/ps": {"models": [{"name": "llama3:8b", "context_length": 8192}]}}
    assert opens().context == 8192
    server.models, server.pages = [{"id": "x"}], {}
    assert opens().context == 4096


def test_a_server_without_chats_is_asked_plainly(server: TinyServer, opens: Opens) -> None:
    server.refuse = lambda call: bool("messages" in call.body and not call.send(400, '{"error": {"message": "no chat template"}}'))
    asked = request()
    engine = opens()
    ask(engine, asked)
    assert server.calls[0].path == "/v1/completions"
    assert server.calls[0].body["prompt"].startswith(asked.prompt)
    server.refuse = lambda call: False
    assert opens(server.url + "/v1/completions").abilities.chat is False


def test_which_model(server: TinyServer, opens: Opens) -> None:
    server.models = [{"id": "small"}, {"id": "big"}]
    with pytest.raises(ServerProblem, match=r"has several models; choose one with --model: small, big\."):
        opens()
    with pytest.raises(ServerProblem, match=r"has no model 'huge'; it has: small, big\."):
        opens(model="huge")
    assert opens(model="big").name == "big"
    server.models = None
    with pytest.raises(ServerProblem, match="names no models; say which one with --model"):
        opens()
    assert opens(model="mine").name == "mine"


def test_nobody_there(server: TinyServer, opens: Opens) -> None:
    server.close()
    with pytest.raises(ServerProblem, match=r"The server http://127\.0\.0\.1:\d+/v1 does not answer .*; see that it runs there"):
        opens()


@pytest.mark.parametrize(
    "address", ["somewhere", "ftp://x", "http://", "http://x:99999", "http://x/v1?key=1", "file:///etc/passwd", "http://[::1"]
)
def test_what_is_no_address(opens: Opens, address: str) -> None:
    with pytest.raises(ServerProblem, match="is not a server's address"):
        opens(address)


def test_a_password_in_the_address_is_not_taken(opens: Opens) -> None:
    with pytest.raises(ServerProblem, match="Leave name and password out") as caught:
        opens("http://me:secret@127.0.0.1:1")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(("status", "text"), [(200, "<html>Welcome</html>"), (200, "[1, 2]"), (200, '{"data": [{}]}')])
def test_something_else_answers_there(server: TinyServer, opens: Opens, status: int, text: str) -> None:
    server.refuse = lambda call: not call.send(status, text)
    with pytest.raises(ServerProblem, match="answers, but not as a server of language models does"):
        opens()


def test_a_redirection_is_not_followed(server: TinyServer, opens: Opens) -> None:
    server.refuse = lambda call: not call.send(307, "", Location="http://example.invalid/v1/models")
    with pytest.raises(ServerProblem, match="sends one on to another address"):
        opens()


# -- the key -----------------------------------------------------------------------------------------------------


def wants_key(call: Call) -> bool:
    if call.key == "Bearer sesame":
        return False
    call.send(401, '{"error": {"message": "Invalid API key"}}')
    return True


def test_the_key_comes_from_the_environment_or_a_file(
    server: TinyServer, opens: Opens, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    server.refuse = wants_key
    with pytest.raises(ServerProblem, match=r"wants a key, or another one \(Invalid API key\); put it into .*TOWN_SANDBOX_API_KEY"):
        opens()
    (tmp_path / "key").write_text("sesame\n")
    monkeypatch.setenv("TOWN_SANDBOX_API_KEY_FILE", str(tmp_path / "key"))
    ask(opens(), request())
    monkeypatch.setenv("TOWN_SANDBOX_API_KEY_FILE", str(tmp_path / "none"))
    with pytest.raises(ServerProblem, match="cannot be read; name another one"):
        opens()
    monkeypatch.setenv("TOWN_SANDBOX_API_KEY", "sesame")
    ask(opens(), request())
    monkeypatch.setenv("TOWN_SANDBOX_API_KEY", "two\nlines")
    with pytest.raises(ServerProblem, match="not one line"):
        opens()
    assert "sesame" not in caplog.text


# -- what goes wrong ---------------------------------------------------------------------------------------------


def in_turn(*ways: Callable[[Call], object]) -> Callable[[Call], None]:
    """Answers one way after the other, the last for good."""
    left = list(ways)

    def answer(call: Call) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(call)

    return answer


def good(call: Call) -> None:
    call.say("1 | Hello. | end")


def test_a_busy_or_broken_off_server_is_asked_again(server: TinyServer, opens: Opens) -> None:
    server.answers = in_turn(
        lambda call: call.send(429, "{}", Retry_After="0"),
        lambda call: call.send(503, '{"error": "Loading model"}'),
        lambda call: call.hang_up(),
        good,
    )
    assert ask(opens(), request()).text == "1 | Hello. | end"
    assert len(server.calls) == 4


def test_a_server_that_is_gone_makes_the_engine_unavailable_until_it_is_back(server: TinyServer, opens: Opens) -> None:
    server.answers = lambda call: call.hang_up()
    engine = opens()
    gone = unwatched(engine, request()).wait()
    assert isinstance(gone, Unavailable)
    assert "does not answer" in str(gone)
    server.answers = lambda call: call.send(429, '{"error": {"message": "slow down"}}')
    assert "too busy; it says: slow down" in str(unwatched(engine, request()).wait())
    server.answers = lambda call: call.send(401, "{}")
    assert isinstance(unwatched(engine, request()).wait(), Unavailable)
    server.answers = good
    assert ask(engine, request()).text


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (lambda call: call.send(200, "<html>"), "makes no sense"),
        (lambda call: call.send(200, '{"choices": "many"}'), "makes no sense"),
        (lambda call: call.send(200, "[" * 100_000), "makes no sense"),
        (lambda call: call.send(200, '{"choices": []}'), "answered nothing"),
        (lambda call: call.send(200, '{"error": {"message": "out of luck"}}'), "out of luck"),
        (lambda call: call.send(400, '{"error": {"message": "maximum context length is 10 tokens"}}'), "maximum context length is 10"),
        (lambda call: call.send(500, "Traceback"), "refused it: Traceback"),
        (lambda call: call.send(200, " " * (5 << 20)), "does not end"),
        (lambda call: call.send(200, "no gzip", Content_Encoding="gzip"), "cannot be understood"),
    ],
)
def test_an_answer_that_is_none_fails_this_thought_alone(
    server: TinyServer, opens: Opens, answer: Callable[[Call], None], why: str
) -> None:
    server.answers = in_turn(answer, good)
    engine = opens()
    outcome = unwatched(engine, request()).wait()
    assert isinstance(outcome, EngineError)
    assert not isinstance(outcome, Unavailable)
    assert why in str(outcome)
    assert ask(engine, request()).text == "1 | Hello. | end"


# -- streams -----------------------------------------------------------------------------------------------------


def test_tokens_are_shown_as_they_arrive_without_what_is_thought(server: TinyServer, opens: Opens) -> None:
    server.answers = lambda call: call.stream(["<th", "ink>1 | no", "</think>", "1 | He", "llo <3", " you. | end"])
    asked = Asked(opens(), request())
    completion = asked.completion()
    assert completion.text == "".join(asked.pieces) == "1 | Hello <3 you. | end"
    assert len(asked.pieces) > 1
    assert (completion.submitted, completion.generated) == (9, 6)


def test_a_stream_that_is_cut_is_begun_anew(server: TinyServer, opens: Opens) -> None:
    server.answers = in_turn(
        lambda call: call.stream(["1 | He"], ended=False, mark=False),
        lambda call: call.stream(["1 | He"], ended=False),
        lambda call: call.stream(["1 | Hi. | end"]),
    )
    assert Asked(opens(), request()).completion().text == "1 | Hi. | end"
    assert len(server.calls) == 3


def test_a_stream_with_all_its_lines_is_not_read_further(server: TinyServer, opens: Opens) -> None:
    def rambles(call: Call) -> None:
        call.stream(["1: 3\n", "And then"], ended=False, mark=False)
        call.wait_until_gone()

    server.answers = rambles
    assert Asked(opens(), request("importance", lines=1)).completion().text == "1: 3"


def test_garbage_in_a_stream_fails_the_thought(server: TinyServer, opens: Opens) -> None:
    server.answers = lambda call: call.stream([{"not": "text"}])  # type: ignore[list-item]
    assert "makes no sense" in str(Asked(opens(), request()).wait())


# -- the queue ---------------------------------------------------------------------------------------------------


def test_the_most_urgent_is_asked_first_and_no_more_than_the_server_works_on(server: TinyServer, opens: Opens) -> None:
    server.models = [{"id": "one", "owned_by": "me"}]  # works on one at a time
    arrived: queue.SimpleQueue[Call] = queue.SimpleQueue()
    go_on: queue.SimpleQueue[None] = queue.SimpleQueue()

    def waits(call: Call) -> None:
        arrived.put(call)
        go_on.get(timeout=60)
        good(call)

    server.answers = waits
    engine = opens()
    order: list[Asked] = []
    first = unwatched(engine, request("react"), order)
    arrived.get(timeout=60)
    rest = [
        unwatched(engine, request(priority=priority, due_step=due), order)
        for priority, due in (("background", 3), ("dialogue", 9), ("dialogue", 3), ("person", 70))
    ]
    status = engine.status()
    assert (status.running, status.waiting) == (1, 4)
    for _ in range(5):
        go_on.put(None)
    for asked in rest:
        asked.completion()
    assert order == [first, rest[3], rest[2], rest[0], rest[1]]


def test_cancelling_closes_the_connection_and_is_told_once(server: TinyServer, opens: Opens) -> None:
    server.models = [{"id": "one", "owned_by": "me"}]
    arrived: queue.SimpleQueue[str] = queue.SimpleQueue()

    def waits(call: Call) -> None:
        arrived.put("asked")
        call.wait_until_gone()
        arrived.put("gone")

    server.answers = waits
    engine = opens()
    running, waiting = unwatched(engine, request()), unwatched(engine, request())
    assert arrived.get(timeout=60) == "asked"
    waiting.handle.cancel()
    assert isinstance(waiting.wait(), Cancelled)
    running.handle.cancel()
    assert isinstance(running.wait(), Cancelled)
    assert arrived.get(timeout=60) == "gone"
    running.handle.cancel()
    engine.close()
    assert len(running.results) == len(waiting.results) == 1


def test_closing_cancels_what_is_under_way(server: TinyServer, opens: Opens) -> None:
    server.answers = lambda call: call.wait_until_gone()
    engine = opens()
    asked = [unwatched(engine, request()) for _ in range(8)]
    engine.close()
    engine.close()
    assert all(isinstance(one.wait(), Cancelled) for one in asked)
    assert "closed" in str(unwatched(engine, request()).wait())
