"""R10: slow, cut, deaf and half-dead connections between services and servers lose nothing and repeat nothing."""

from __future__ import annotations

import time

from rig.caller import Knocking
from rig.child import eventually
from rig.experiment import Experiment, Trial
from rig.proxy import Proxy
from rig.services import NAMES

#: Each: what it is called, the links, the fault, and how long it lasts in the short (0: not in it) and the long form.
FAULTS: tuple[tuple[str, str, dict[str, object], tuple[int, int]], ...] = (
    ("delay and jitter", "*", {"delay_ms": 20, "jitter_ms": 30}, (0, 8)),
    ("throttle", "*", {"bytes_per_second": 200_000}, (0, 8)),
    ("lost commits", "*.postgres", {"strike": "drop_server", "after_min": 500, "after_max": 60_000}, (5, 12)),
    ("lost confirms", "*.amqp", {"strike": "drop_server", "after_min": 200, "after_max": 20_000}, (5, 12)),
    ("resets", "*", {"strike": "reset", "after_min": 1_000, "after_max": 100_000, "share": 70}, (0, 12)),
    ("half-open to the database", "*.postgres", {"strike": "half_open", "after_max": 30_000}, (5, 12)),
    ("half-open to the broker", "*.amqp", {"strike": "half_open", "after_max": 10_000}, (0, 12)),
    # Both ends give a silent connection up after two heartbeats of ten seconds.
    ("half-open to the broker beyond its heartbeats", "*.amqp", {"strike": "half_open"}, (0, 45)),
)


def body(trial: Trial) -> None:
    """One kind of trouble after the other under load."""
    stack, plan, size, verdict = trial.stack, trial.plan, trial.size, trial.verdict
    proxy = stack.proxy
    load = stack.load("R10", size.pick(200, 1500), size.pick(10, 12))
    struck: dict[str, dict[str, int]] = {}
    last = time.time()
    with Knocking(stack.caller("R10-knock"), f"r10-{plan.seed}", 0.5):
        for name, links, fault, lasts in FAULTS:
            if size.pick(*lasts) == 0:
                continue
            before = proxy.totals()
            trial.fault(f"{name} on {links}")
            proxy.fault(links, **fault)
            time.sleep(size.pick(*lasts))
            if fault.get("strike") == "drop_server":
                # A machine that is late sends late what is to be dropped.
                eventually(size.pick(120, 0), lambda: _dropped(proxy) > before["dropped_bytes"])  # noqa: B023
            proxy.clear()
            after = proxy.totals()
            struck[name] = {kind: after[kind] - before[kind] for kind in after}
            last = time.time()
            time.sleep(plan.pause(1, 3))
    load.await_told(size.pick(180, 240))
    stack.settle(180, ends=trial.before.requests)
    load.stop()
    told = trial.check()
    stack.direct()
    first = stack.tables.first_applied(last)
    verdict.recovery_seconds = round((first or time.time()) - last, 1)
    verdict.figures["struck"] = struck
    verdict.expect(struck["lost commits"]["dropped_bytes"] > 0, "a commit's answer was lost")
    verdict.expect(struck["lost confirms"]["dropped_bytes"] > 0, "a confirm was lost")
    if not size.short:
        silent = struck["half-open to the broker beyond its heartbeats"]["connections"]
        verdict.expect(silent >= len(NAMES), "every service gives the silent connection up and opens another")
    verdict.expect(len(told.unanswered) == 0, "every client has its answer")
    limit = size.ceiling(30)
    verdict.expect(verdict.recovery_seconds <= limit, f"works again within {limit:g} s of the last fault")


def _dropped(proxy: Proxy) -> int:
    return proxy.totals()["dropped_bytes"]


EXPERIMENT = Experiment("R10", "network trouble through the fault proxy", body, in_short=True)
