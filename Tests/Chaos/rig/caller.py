"""A client of the public API that the rig makes itself: standard library only, none of the suite's code."""

from __future__ import annotations

import http.client
import json
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rig.journal import REGISTER


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 where nothing did."""

    status: int
    body: bytes
    retry_after: str | None
    seconds: float

    @property
    def json(self) -> dict[str, Any]:
        """The body as an object, empty where it is none."""
        try:
            value = json.loads(self.body)
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}


def form(number: int, text: str = "路灯不亮，夜里看不见路。") -> dict[str, Any]:
    """A registration like any other, told apart by its number."""
    return {
        "channel": "phone",
        "title": "路灯不亮",
        "text": f"{text} 第{number}号灯杆。",
        "requester": {"name": "王建国", "phone": f"139{number % 100_000_000:08d}"},
    }


class Caller:
    """Registers requests and writes down every answer in the form of the simulation's own log."""

    def __init__(self, url: str, token: str, log: Path) -> None:
        self.host = urlsplit(url).netloc
        self.token = token
        self.log = log
        self._lock = threading.Lock()

    def register(self, body: dict[str, Any], key: str | None, seconds: float = 10) -> Answer:
        """One attempt to register."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        start = time.monotonic()
        connection = http.client.HTTPConnection(self.host, timeout=seconds)
        try:
            connection.request("POST", REGISTER, json.dumps(body, ensure_ascii=False).encode(), headers)
            response = connection.getresponse()
            answer = Answer(response.status, response.read(), response.headers.get("Retry-After"), 0.0)
        except (OSError, http.client.HTTPException):
            answer = Answer(0, b"", None, 0.0)
        finally:
            connection.close()
        answer = Answer(answer.status, answer.body, answer.retry_after, time.monotonic() - start)
        self._write(answer, key)
        return answer

    def insist(self, body: dict[str, Any], key: str, seconds: float = 60) -> Answer:
        """Asks with the same key until the answer is definite or the time is over."""
        deadline = time.monotonic() + seconds
        while True:
            answer = self.register(body, key)
            in_flight = answer.status == 409 and b"in-flight" in answer.body
            definite = answer.status not in (0, 408, 429) and answer.status < 500 and not in_flight
            if definite or time.monotonic() > deadline:
                return answer
            time.sleep(0.2)

    def _write(self, answer: Answer, key: str | None) -> None:
        line = {
            "at": datetime.now(UTC).isoformat(),
            "call": "POST",
            "service": "intake",
            "path": REGISTER,
            "key": key,
            "status": answer.status,
            "id": answer.json.get("id") if 200 <= answer.status < 300 else None,
            "retry_after": answer.retry_after,
            "ms": int(answer.seconds * 1000),
        }
        with self._lock, self.log.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


class Knocking:
    """Registers requests at a steady rate, whatever becomes of those before: so an outage is seen while it lasts."""

    def __init__(self, caller: Caller, name: str, every: float = 0.2, at_once: int = 40) -> None:
        self.caller = caller
        self.name = name
        self.every = every
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._hands = ThreadPoolExecutor(at_once)
        self._calls: list[Future[Answer]] = []

    def __enter__(self) -> Knocking:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._over.set()
        self._thread.join(30)
        if kind:
            self._hands.shutdown(wait=False, cancel_futures=True)
            return
        for number, call in enumerate(self._calls, 1):
            if not 200 <= call.result(60).status < 300:
                self.caller.insist(form(number), f"{self.name}-{number}", 60)
        self._hands.shutdown()

    def _run(self) -> None:
        while not self._over.wait(self.every):
            number = len(self._calls) + 1
            self._calls.append(self._hands.submit(self.caller.register, form(number), f"{self.name}-{number}", 20))
