"""Counts requests and lights by district and category from minqing's events: an analyst's consumer, with pika.

count.py --live    counts from a queue of its own, declared here; goes on over a restart of the broker
count.py --replay  counts again from the beginning of the stream audit.events

Ends after --idle SECONDS without an event, or at SIGTERM, and prints one line of JSON: {"registered": {district: n},
"closed": {"district|category": n}, "lights": {"district|category|light": n}}. The broker's address is taken from
MINQING_ANALYTICS_URL, e.g. amqp://analytics:password@127.0.0.1:5672/minqing.
"""

import argparse, collections, json, os, signal, sys, time

import pika


class Counts:
    """Each event counts once: a delivery may be repeated, its message id is not."""

    def __init__(self):
        self.seen = set()
        self.tables = {name: collections.Counter() for name in ("registered", "closed", "lights")}

    def take(self, properties, body):
        if properties.message_id in self.seen:
            return
        self.seen.add(properties.message_id)
        district = properties.headers["cloudEvents:area"][:6]
        if properties.type == "intake.request.registered":
            self.tables["registered"][district] += 1
        elif properties.type == "intake.request.closed":
            self.tables["closed"][f"{district}|{json.loads(body)['category']}"] += 1
        elif properties.type == "dispatch.workorder.light_changed":
            event = json.loads(body)
            self.tables["lights"][f"{district}|{event['category']}|{event['to']}"] += 1


def follow(counts, options):
    with pika.BlockingConnection(pika.URLParameters(os.environ["MINQING_ANALYTICS_URL"])) as connection:
        channel = connection.channel()
        channel.basic_qos(prefetch_count=500)
        queue, arguments = "audit.events", {"x-stream-offset": "first"}
        if options.live:
            queue, arguments = "analytics.counts", None
            channel.queue_declare(queue, durable=True, arguments={"x-queue-type": "quorum"})
            channel.queue_bind(queue, "minqing.events", "#")
        for method, properties, body in channel.consume(queue, arguments=arguments, inactivity_timeout=options.idle):
            if method is None:
                return
            counts.take(properties, body)
            channel.basic_ack(method.delivery_tag)


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
way = parser.add_mutually_exclusive_group(required=True)
way.add_argument("--live", action="store_true")
way.add_argument("--replay", action="store_true")
parser.add_argument("--idle", type=float, default=5.0)
options, counts = parser.parse_args(), Counts()
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
try:
    while True:
        try:
            follow(counts, options)
            break
        except (pika.exceptions.AMQPError, OSError):
            time.sleep(0.5)  # the broker is away; what was not acknowledged comes again
finally:
    print(json.dumps({name: dict(sorted(table.items())) for name, table in counts.tables.items()}, ensure_ascii=False))
