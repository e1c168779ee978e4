"""A tiny server on loopback that speaks as much of OpenAI's protocol as a test tells it to, and misbehaves on demand."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = dict[str, Any]


class Call:
    """One request as the server sees it."""

    def __init__(self, handler: BaseHTTPRequestHandler, body: Body) -> None:
        self._handler = handler
        self.path = handler.path
        self.key = handler.headers.get("Authorization", "")
        self.body = body

    @property
    def probe(self) -> bool:
        """Whether the engine only finds out what the server can do."""
        return "hello" in json.dumps(self.body.get("messages", self.body.get("prompt", "")))

    @property
    def user(self) -> str:
        """What the user says last, or the whole prompt."""
        return str(self.body["messages"][-1]["content"] if "messages" in self.body else self.body["prompt"])

    def say(self, text: str | None, *, finish: str = "stop", usage: Body | None = None, **message: Any) -> None:
        """Answer as a chat or a plain completion, whichever was asked for."""
        chat = {"message": {"role": "assistant", "content": text, **message}} if "messages" in self.body else {"text": text}
        answer: Body = {"choices": [{"index": 0, "finish_reason": finish, **chat}]}
        if usage is not None:
            answer["usage"] = usage
        self.send(200, json.dumps(answer))

    def send(self, status: int, text: str, **headers: str) -> None:
        """Answer anything."""
        data = text.encode()
        self._handler.send_response(status)
        for name, value in headers.items():
            self._handler.send_header(name.replace("_", "-"), value)
        self._handler.send_header("Content-Length", str(len(data)))
        self._handler.end_headers()
        self._handler.wfile.write(data)

    def stream(self, pieces: list[str], *, ended: bool = True, mark: bool = True) -> None:
        """Answer piece by piece; without an end (`ended`) or its mark the stream is cut."""
        self._handler.send_response(200)
        self._handler.send_header("Content-Type", "text/event-stream")
        self._handler.end_headers()
        for piece in pieces:
            self.event({"choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]})
        if ended:
            self.event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
            self.event({"choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": len(pieces)}})
        if mark:
            self._handler.wfile.write(b"data: [DONE]\n\n")
        self._handler.close_connection = True

    def event(self, event: Body) -> None:
        """Send one event of a stream."""
        self._handler.wfile.write(b"data: " + json.dumps(event).encode() + b"\n\n")
        self._handler.wfile.flush()

    def hang_up(self) -> None:
        """Close the connection without a word."""
        self._handler.close_connection = True

    def wait_until_gone(self) -> None:
        """Say nothing until the other side closes the connection."""
        assert self._handler.connection.recv(1) == b""
        self._handler.close_connection = True


class TinyServer:
    """The server.

    Attributes:
        url: where it is. calls: every completion asked of it that was no probe.
        models: its list of models, None for none. answers: what it does with a request.
        pages: what lies at other paths. constraint: the field whose grammar it obeys when it is probed.
    """

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.models: list[Body] | None = [{"id": "one", "owned_by": "tests"}]
        self.pages: dict[str, Body] = {}
        self.constraint = ""
        self.answers: Callable[[Call], None] = lambda call: call.say("hello")
        self.answers_probe: Callable[[Call], None] = self._probe
        self.refuse: Callable[[Call], bool] = lambda call: False
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                server.get(Call(self, {}))

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.post(Call(self, body))

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), name="tiny-server")
        self._thread.start()

    def get(self, call: Call) -> None:
        if self.refuse(call):
            return
        if call.path == "/v1/models" and self.models is not None:
            call.send(200, json.dumps({"object": "list", "data": self.models}))
        elif call.path in self.pages:
            call.send(200, json.dumps(self.pages[call.path]))
        else:
            call.send(404, '{"detail": "Not Found"}')

    def post(self, call: Call) -> None:
        if self.refuse(call):
            return
        if call.probe:
            self.answers_probe(call)
        else:
            self.calls.append(call)
            self.answers(call)

    def _probe(self, call: Call) -> None:
        body = call.body
        found = {**body, **{f"structured_outputs.{name}": value for name, value in body.get("structured_outputs", {}).items()}}
        grammar = found.get(self.constraint, "")
        call.say(grammar.split('"')[1] if grammar else "Hello! How can I help?")

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


@contextmanager
def tiny_server() -> Iterator[TinyServer]:
    """A server for one test."""
    server = TinyServer()
    try:
        yield server
    finally:
        server.close()
