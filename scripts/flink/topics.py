#!/usr/bin/env python3
"""Fills and reads Kafka topics for scripts/test-flink-kafka, by a client that is none of this project's.

TOPIC_PREFIX in the environment is put before the topics, and left out of the rows.

topics.py BROKER create TOPIC PARTITIONS...
topics.py BROKER fill RATE BEGIN END FILE...   the records of FILEs (inputs/TOPIC.tsv), RATE a second in all (0: at once); of
                                               each file those from BEGIN to END percent, the files mixed by time
topics.py BROKER rows TOPIC...                 the committed records as expected/*.rows has them: sorted, no closing-N
topics.py BROKER count TOPIC...                how many rows that are"""
import os
import sys
import time

from confluent_kafka import Consumer, OFFSET_BEGINNING, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic


PREFIX = os.environ.get("TOPIC_PREFIX", "")


def create(broker, arguments):
    # The inputs are of a past year, which a broker's usual retention would take away at once.
    topics = [NewTopic(PREFIX + name, int(count), config={"retention.ms": "-1"}) for name, count in zip(arguments[::2], arguments[1::2])]
    admin = AdminClient({"bootstrap.servers": broker})
    for made in admin.create_topics(topics).values():
        made.result()


def fill(broker, arguments):
    rate, begin, end = int(arguments[0]), int(arguments[1]), int(arguments[2])
    records = []
    for file in arguments[3:]:
        topic = os.path.basename(file).removesuffix(".tsv")
        with open(file, encoding="utf-8") as lines:
            all_of_it = [line.rstrip("\n").split("\t", 3) for line in lines]
        part = all_of_it[len(all_of_it) * begin // 100:len(all_of_it) * end // 100]
        records += [(int(timestamp), topic, int(partition), key, value) for partition, timestamp, key, value in part]
    # Each file is in the order in which its records come; a stable sort by its own running maximum keeps that.
    latest = {}
    ordered = []
    for record in records:
        latest[record[1]] = max(latest.get(record[1], 0), record[0])
        ordered.append((latest[record[1]], record))
    ordered.sort(key=lambda pair: pair[0])
    producer = Producer({"bootstrap.servers": broker, "enable.idempotence": True})
    start = time.monotonic()
    for index, (_, (timestamp, topic, partition, key, value)) in enumerate(ordered):
        if rate:
            time.sleep(max(0, start + index / rate - time.monotonic()))
        producer.produce(PREFIX + topic, value.encode(), key.encode(), partition, timestamp=timestamp)
        producer.poll(0)
    if producer.flush(60):
        sys.exit("the broker did not take all records")


def records(broker, topics):
    consumer = Consumer({"bootstrap.servers": broker, "group.id": "test-flink-kafka", "enable.auto.commit": False,
                         "isolation.level": "read_committed", "enable.partition.eof": True})
    metadata = consumer.list_topics(timeout=10)
    sources = [TopicPartition(PREFIX + topic, partition, OFFSET_BEGINNING)
               for topic in topics for partition in metadata.topics[PREFIX + topic].partitions]
    consumer.assign(sources)
    left = len(sources)
    while left:
        message = consumer.poll(10)
        if message is None:
            sys.exit("the broker does not answer")
        if message.error():
            left -= 1  # the end of a partition
        else:
            yield message
    consumer.close()


def rows(broker, topics):
    for message in records(broker, topics):
        key = (message.key() or b"").decode()
        if not key.startswith("closing-"):
            yield f"{message.topic().removeprefix(PREFIX)}\t{message.timestamp()[1]}\t{key}\t{message.value().decode()}"


def main():
    broker, verb, *arguments = sys.argv[1:]
    if verb == "create":
        create(broker, arguments)
    elif verb == "fill":
        fill(broker, arguments)
    elif verb == "rows":
        for row in sorted(rows(broker, arguments), key=str.encode):
            print(row)
    elif verb == "count":
        print(sum(1 for _ in rows(broker, arguments)))
    else:
        sys.exit(__doc__)


main()
