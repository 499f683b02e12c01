"""The questions that the checker asks the tables: SQL of its own, sharing nothing with the services."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

CONTEXTS = ("intake", "dispatch", "registry", "assessment")
#: Who hears what: (consumer, producer, prefix of the event types).
HEARS = (
    ("intake", "dispatch", "dispatch.workorder."),
    ("intake", "registry", "registry.area."),
    ("dispatch", "intake", "intake.request."),
    ("dispatch", "registry", "registry.member."),
    ("dispatch", "registry", "registry.area."),
    ("assessment", "dispatch", "dispatch.workorder."),
    ("assessment", "registry", "registry.member."),
    ("assessment", "intake", "intake.request."),
)
OPEN = ("registered", "accepted", "callback_due")
#: The lights that the clocks of the orders have published.
LIGHTS = """dispatch.work_orders, json_array_elements(document->'clocks') clock,
    json_array_elements(clock->'lights') light"""


@dataclass
class Tables:
    """A connection to the database as its administrator, read only."""

    address: dict[str, str | int]

    def ask(self, question: str, parameters: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        """One question on a connection of its own: the servers are killed in between."""
        with psycopg.connect(**self.address, connect_timeout=5, autocommit=True) as connection:  # type: ignore[arg-type]
            connection.read_only = True
            return connection.execute(question, parameters).fetchall()

    def command(self, text: str) -> None:
        """A command to the server itself; never to what the services wrote."""
        with psycopg.connect(**self.address, connect_timeout=5, autocommit=True) as connection:  # type: ignore[arg-type]
            connection.execute(text)

    def number(self, question: str, parameters: tuple[object, ...] = ()) -> int:
        """A question with one number as its answer."""
        value = self.ask(question, parameters)[0][0]
        return int(value) if isinstance(value, (int, float, str)) else 0

    def requests(self) -> set[str]:
        """The identifiers of all stored requests."""
        return {str(row[0]) for row in self.ask("SELECT id FROM intake.requests")}

    def unheard(self) -> int:
        """Told events that a consumer has not applied, over all consumers."""
        return sum(
            self.number(
                f"""SELECT count(*) FROM {producer}.journal o WHERE o.type LIKE %s
                    AND NOT EXISTS (SELECT FROM {consumer}.inbox i WHERE i.message_id = o.message_id)""",
                (prefix + "%",),
            )
            for consumer, producer, prefix in HEARS
        )

    def held(self) -> int:
        """Messages that wait for their predecessor or their next attempt."""
        return sum(self.number(f"SELECT count(*) FROM {name}.inbox_waiting") for name in CONTEXTS)

    def dead(self) -> int:
        """Dead letters that nobody has replayed."""
        return sum(
            self.number(f"SELECT count(*) FROM {name}.dead_letters WHERE replayed_at IS NULL") for name in CONTEXTS
        )

    def unfinished(self, besides: set[str]) -> int:
        """Requests that have not come to their end, without those that were there before."""
        rows = self.ask("SELECT id FROM intake.requests WHERE state = ANY(%s)", (list(OPEN),))
        return len({str(row[0]) for row in rows} - besides)

    def out_of_order(self) -> int:
        """Applied events that do not follow their aggregate's last one."""
        return sum(
            self.number(
                f"""SELECT count(*) FROM (
                      SELECT aggregate_version v, row_number() OVER (PARTITION BY aggregate_id ORDER BY place) n
                      FROM {name}.inbox WHERE aggregate_id IS NOT NULL) s WHERE v <> n"""
            )
            for name in CONTEXTS
        )

    def twice(self) -> dict[str, int]:
        """Effects that happened more than once, by kind."""
        found = {
            f"events applied twice in {name}": self.number(
                f"""SELECT count(*) - count(DISTINCT (aggregate_id, aggregate_version)) FROM {name}.inbox
                    WHERE aggregate_id IS NOT NULL"""
            )
            for name in CONTEXTS
        }
        found |= {
            f"events told twice by {name}": self.number(
                f"SELECT count(*) - count(DISTINCT (aggregate_id, aggregate_version)) FROM {name}.journal"
            )
            for name in CONTEXTS
        }
        found["rounds with two work orders"] = self.number(
            "SELECT count(*) - count(DISTINCT (request_id, round)) FROM dispatch.work_orders"
        )
        found["offers accepted twice for one order and wave"] = self.number(
            """SELECT count(*) FROM (SELECT 1 FROM dispatch.offers WHERE state = 'accepted'
               GROUP BY work_order_id, wave HAVING count(*) > 1) s"""
        )
        found["services posted twice"] = self.number(
            """SELECT count(*) FROM (SELECT 1 FROM assessment.postings GROUP BY work_order_id
               HAVING count(*) FILTER (WHERE kind = 'service') - count(*) FILTER (WHERE kind = 'reversal') > 1) s"""
        )
        return found

    def gaps(self) -> dict[str, int]:
        """Effects that are missing, by kind."""
        return {
            "requests whose events and version disagree": self.number(
                """SELECT count(*) FROM intake.requests r WHERE r.version <> (
                     SELECT count(*) FROM intake.journal o WHERE o.aggregate_id = r.id)"""
            ),
            "work orders whose events and version disagree": self.number(
                """SELECT count(*) FROM dispatch.work_orders w WHERE w.version <> (
                     SELECT count(*) FROM dispatch.journal o WHERE o.aggregate_id = w.id)"""
            ),
            "accepted requests without a work order": self.number(
                """SELECT count(*) FROM intake.journal o WHERE o.type = 'intake.request.accepted' AND NOT EXISTS (
                     SELECT FROM dispatch.work_orders w WHERE w.request_id = o.aggregate_id)"""
            ),
            "orders in work without a timer": self.number(
                """SELECT count(*) FROM dispatch.work_orders w WHERE w.state NOT IN ('verified', 'cancelled', 'closed')
                   AND NOT EXISTS (SELECT FROM dispatch.timers t WHERE t.work_order_id = w.id)"""
            ),
            "verified orders unknown to the ledger": self.number(
                """SELECT count(*) FROM dispatch.journal o WHERE o.type = 'dispatch.workorder.verified' AND NOT EXISTS (
                     SELECT FROM assessment.service_files f WHERE f.work_order_id = o.aggregate_id
                     AND f.served_at IS NOT NULL)"""
            ),
            "postings that do not balance": self.number(
                """SELECT count(*) FROM (SELECT 1 FROM assessment.entries GROUP BY posting_id, unit
                   HAVING sum(amount) <> 0) s"""
            ),
        }

    def first_applied(self, since: float) -> float | None:
        """When dispatch first applied a request's event that was told after a moment."""
        value = self.ask(
            """SELECT extract(epoch FROM min(i.applied_at))::float8 FROM intake.journal o
               JOIN dispatch.inbox i USING (message_id) WHERE o.created_at > to_timestamp(%s)""",
            (since,),
        )[0][0]
        return float(value) if isinstance(value, (int, float)) else None

    def applied_between(self, since: float, until: float) -> int:
        """How many events dispatch applied between two moments."""
        return self.number(
            """SELECT count(*) FROM dispatch.inbox WHERE applied_at BETWEEN to_timestamp(%s) AND to_timestamp(%s)""",
            (since, until),
        )

    def applied_late(self, since: float, until: float) -> int:
        """Of what was told in a span, how much was applied after its end, over all consumers."""
        return sum(
            self.number(
                f"""SELECT count(*) FROM {producer}.journal o JOIN {consumer}.inbox i USING (message_id)
                    WHERE o.type LIKE %s AND o.created_at BETWEEN to_timestamp(%s) AND to_timestamp(%s)
                    AND i.applied_at > to_timestamp(%s)""",
                (prefix + "%", since, until, until),
            )
            for consumer, producer, prefix in HEARS
        )

    def unexpected(self) -> int:
        """Applied events that nobody told."""
        told = " UNION ALL ".join(f"SELECT message_id FROM {name}.journal" for name in CONTEXTS)
        return sum(
            self.number(
                f"""SELECT count(*) FROM {name}.inbox i WHERE i.aggregate_id IS NOT NULL
                    AND i.message_id NOT IN ({told})"""
            )
            for name in CONTEXTS
        )

    def drained(self, since: float, until: float) -> float:
        """Seconds after the end of a span until everything that was told in it had been applied by all who take it."""
        lasts = [
            self.ask(
                f"""SELECT extract(epoch FROM max(i.applied_at))::float8 FROM {producer}.journal o
                    JOIN {consumer}.inbox i USING (message_id) WHERE o.type LIKE %s
                    AND o.created_at BETWEEN to_timestamp(%s) AND to_timestamp(%s)""",
                (prefix + "%", since, until),
            )[0][0]
            for consumer, producer, prefix in HEARS
        ]
        return max([0.0, *(float(last) - until for last in lasts if isinstance(last, (int, float)))])

    def clock_faults(self, now: float) -> dict[str, int]:
        """Deadlines that fired too early, twice or not at all; `now` is the city's time in seconds since the epoch."""
        return {
            "offers expired before their time": self.number(
                "SELECT count(*) FROM dispatch.offers WHERE state = 'expired' AND closed_at < expires_at"
            ),
            "lights told before their time": self.number(
                f"""SELECT count(*) FROM {LIGHTS} WHERE (light->>'at')::timestamptz
                    < (clock->>((light->>'light') || '_at'))::timestamptz"""
            ),
            "lights told twice": self.number(
                f"""SELECT count(*) FROM (SELECT 1 FROM {LIGHTS}
                    GROUP BY id, clock->>'kind', clock->>'number', light->>'light' HAVING count(*) > 1) s"""
            ),
            "timers overdue by an hour": self.number(
                "SELECT count(*) FROM dispatch.timers WHERE due_at < to_timestamp(%s) - interval '1 hour'", (now,)
            ),
        }

    def delays(self, since: float, until: float) -> list[float]:
        """Seconds from each registration's commit to dispatch's having applied it."""
        rows = self.ask(
            """SELECT extract(epoch FROM i.applied_at - o.created_at)::float8 FROM intake.journal o
               JOIN dispatch.inbox i USING (message_id) WHERE o.type = 'intake.request.registered'
               AND o.created_at BETWEEN to_timestamp(%s) AND to_timestamp(%s)""",
            (since, until),
        )
        return [float(row[0]) for row in rows if isinstance(row[0], (int, float))]
