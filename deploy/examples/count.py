"""Counts requests and lights by district and category, as an analyst's consumer of minqing's events.
`live` counts from a queue of its own, over restarts of the broker; `replay` from the beginning of audit.events. Ends
after --idle seconds without an event, or at SIGTERM, and prints one line of JSON. The broker: MINQING_ANALYTICS_URL.
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
        district, event = properties.headers["cloudEvents:area"][:6], json.loads(body)
        if properties.type == "intake.request.registered":
            self.tables["registered"][district] += 1
        elif properties.type == "intake.request.closed":
            self.tables["closed"][f"{district}|{event['category']}"] += 1
        elif properties.type == "dispatch.workorder.light_changed":
            self.tables["lights"][f"{district}|{event['category']}|{event['to']}"] += 1


def follow(counts, options):
    with pika.BlockingConnection(pika.URLParameters(os.environ["MINQING_ANALYTICS_URL"])) as connection:
        channel = connection.channel()
        channel.basic_qos(prefetch_count=500)
        queue, arguments = "audit.events", {"x-stream-offset": "first"}
        if options.way == "live":
            queue, arguments = "analytics.counts", None
            channel.queue_declare(queue, durable=True, arguments={"x-queue-type": "quorum"})
            channel.queue_bind(queue, "minqing.events", "#")
        for method, properties, body in channel.consume(queue, arguments=arguments, inactivity_timeout=options.idle):
            if method is None:
                return
            counts.take(properties, body)
            channel.basic_ack(method.delivery_tag)


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("way", choices=("live", "replay"))
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
    print(json.dumps(counts.tables, ensure_ascii=False, sort_keys=True))
