#!/usr/bin/env python3
"""Writes the topics that the jobs are tested with next to itself, the same bytes on every run: TOPIC.tsv holds a record a
line, its partition, timestamp in milliseconds, key and value with tabs between.

Two hours of customers who sign up, change and order, with frauds of every kind and near misses of them; events of other
programs, poison among them; every tenth event twice. All are out of order by less than the five seconds that the jobs
allow. The last event of each partition lies a month later, so that every window has ended: its customer is closing-N."""
import json
import os
import random
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
SEED = 20260301
BEGIN = 1_772_355_600_000  # 2026-03-01T09:00:00Z
MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
DELAY_MAX = 4_900
CUSTOMERS, ORDERS = "bss.customer.events", "bss.order.events"
PARTITIONS = {CUSTOMERS: 4, ORDERS: 3}
TENURES = [None, 2 * HOUR, 5 * DAY, 29 * DAY, 30 * DAY, 200 * DAY, 365 * DAY, 2_000 * DAY]
CURRENCIES = ["EUR", "EUR", "EUR", "EUR", "USD", "GBP", "JPY", "KWD", "XAF"]
STATES = ["inProgress", "held", "inProgress", "completed"]


def text(time):
    seconds, milliseconds = divmod(time, 1_000)
    days, rest = divmod(seconds, 86_400)
    year, month, day = civil(days)
    return (f"{year:04d}-{month:02d}-{day:02d}T{rest // 3_600:02d}:{rest // 60 % 60:02d}:{rest % 60:02d}"
            f".{milliseconds:03d}Z")


def civil(days):
    """Year, month and day of a count of days since 1970."""
    shifted = days + 719_468
    era, of_era = divmod(shifted, 146_097)
    year = (of_era - of_era // 1_460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    month = (5 * of_year + 2) // 153
    day = of_year - (153 * month + 2) // 5 + 1
    return year + era * 400 + (month > 9), month + 3 - 12 * (month > 9), day


class Input:
    """Random draws that rest on random() alone, whose sequence Python guarantees across versions, and the events."""

    def __init__(self, seed):
        self.source = random.Random(seed)
        self.events = []
        self.orders = 0
        self.since = {}

    def below(self, count):
        return int(self.source.random() * count)

    def chance(self, share):
        return self.source.random() < share

    def of(self, values):
        return values[self.below(len(values))]

    def identifier(self):
        digits = "".join("0123456789abcdef"[self.below(16)] for _ in range(32))
        return "-".join([digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]])

    def put(self, topic, key, time, value):
        self.events.append((topic, key, time, value))

    def event(self, topic, type, customer, time, **attributes):
        value = {"eventId": self.identifier(), "type": type, "customerId": customer, "eventTime": text(time)}
        value.update((name, value) for name, value in attributes.items() if value is not None)
        value["event"] = {"some": [{"id": self.below(1_000)}, {"note": "\"quoted\" \\ ü"}]}
        self.put(topic, customer, time, value)

    def sign_up(self, customer, time, phone):
        self.since.setdefault(customer, time)
        self.event(CUSTOMERS, "CustomerCreateEvent", customer, time, phone=phone, status="Approved")

    def contact(self, customer, time, changed="contactMedium"):
        self.event(CUSTOMERS, "CustomerAttributeValueChangeEvent", customer, time, changed=changed, phone=self.phone())

    def phone(self):
        return f"+49151{1_000_000 + self.below(9_000_000)}"

    def order(self, customer, time, amount, currency="EUR", steps=0):
        self.orders += 1
        order = f"order-{self.orders}"
        since = self.since.get(customer)
        common = {"orderId": order, "amount": amount, "currency": currency,
                  "customerSince": None if since is None else text(since)}
        self.event(ORDERS, "ProductOrderCreateEvent", customer, time, status="acknowledged", **common)
        for state in STATES[:steps]:
            time += 200 + self.below(5 * MINUTE)
            self.event(ORDERS, "ProductOrderStateChangeEvent", customer, time, status=state, **common)


def everyday(world, customers):
    for customer in customers:
        for _ in range(3 + world.below(12)):
            time = BEGIN + world.below(2 * HOUR)
            kind = world.below(20)
            if kind < 14:
                currency = world.of(CURRENCIES)
                amount = {"JPY": 100 * (1 + world.below(5_000)), "KWD": (100 + world.below(900_000)) / 1_000}.get(
                    currency, (990 + world.below(250_000)) / 100)
                world.order(customer, time, amount, currency, steps=world.below(5))
            elif kind < 16:
                world.contact(customer, time, world.of(["contactMedium", "contactMedium,status", "name", "status"]))
            elif kind < 18:
                world.event(CUSTOMERS, "ProductCreateEvent", customer, time, status="active")
            else:
                world.event(ORDERS, "CancelProductOrderCreateEvent", customer, time, status="acknowledged")


def frauds(world):
    for number in range(14):
        begin = BEGIN + 5 * MINUTE + world.below(100 * MINUTE)
        customer = f"velocity-{number}"
        world.since[customer] = BEGIN - 100 * DAY
        time = begin
        for _ in range(7 + number):
            time += 1_000 + world.below(3_500)
            world.order(customer, time, 9.9)
        customer = f"rising-{number}"
        time, amount = begin, 100 + world.below(100)
        for _ in range(3 + number % 4):
            time += 15_000 + world.below(60_000)
            world.order(customer, time, round(amount, 2))
            amount *= 1.39 + world.below(150) / 100
        customer = f"jump-{number}"
        world.since[customer] = BEGIN - 1_000 * DAY
        for step in range(4 + number % 5):
            world.order(customer, begin + step * 2 * MINUTE, (500 + world.below(15_000)) / 100)
        world.order(customer, begin + 15 * MINUTE, 2_500 + 1_500 * world.below(6))
        world.order(customer, begin + 15 * MINUTE + number % 2 * 3_000, 4_800 + world.below(3))
        customer = f"new-{number}"
        world.sign_up(customer, begin, world.phone())
        for _ in range(2):
            world.order(customer, begin + world.below(MINUTE), world.of([3_499.99, 3_500, 3_897, 7_000, 11_394]))
        phone, time = world.phone(), begin
        for account in range(3 + number % 5):
            time += 4_000 + world.below(15 * MINUTE if number > 6 else MINUTE)
            world.sign_up(f"shared-{number}-{account}", time, phone)
        customer = f"takeover-{number}"
        world.since[customer] = BEGIN - 500 * DAY
        world.contact(customer, begin)
        if number % 2:
            world.contact(customer, begin + 20_000)
        for _ in range(2):
            world.order(customer, begin + world.below(70 * MINUTE), world.of([3_499, 3_798, 3_798, 8_000]))
        for tenure in TENURES:
            customer = f"tenure-{number}-{tenure}"
            if tenure is not None:
                world.since[customer] = begin - tenure
            world.order(customer, begin, [3_500, 6_999.999, 7_000, 13_999.99, 14_000, 28_000][world.below(6)])
            world.order(customer, begin + MINUTE, [599_999, 600_000, 2_400_000][world.below(3)], "JPY")


def foreign(world):
    for number in range(60):
        time = BEGIN + world.below(2 * HOUR)
        topic = world.of([CUSTOMERS, ORDERS])
        customer = world.of(["cust-123", "cü 日本 \"q\"", "c😀"])
        value = world.of([
            {"type": "test", "customerId": customer, "amount": 100.0},
            {"customerId": customer},
            {"type": "test", "customerId": customer, "amount": "12.5", "currency": "EUR", "eventTime": text(time)},
            {"type": "test", "customerId": customer, "amount": "much", "eventTime": "yesterday"},
            {"type": "test", "amount": 7},
            {"type": "ProductOrderCreateEvent", "customerId": customer, "amount": 99_000, "currency": "EUR"},
        ])
        world.put(topic, customer, time, value)
    for value in ["no JSON", "{\"customerId\":\"cut", ""]:
        world.put(ORDERS, "poison", BEGIN + world.below(2 * HOUR), value)
        world.put(CUSTOMERS, "poison", BEGIN + world.below(2 * HOUR), value)


def arrivals(world):
    """The records of each topic in the order in which they come: (arrival, partition, key, value)."""
    records = {topic: [] for topic in PARTITIONS}
    for topic, key, time, value in world.events:
        line = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        has_copy = isinstance(value, dict) and "eventId" in value and world.chance(0.1)
        for _ in range(2 if has_copy else 1):
            arrival = time + world.below(DELAY_MAX)
            records[topic].append((arrival, zlib.crc32(key.encode()) % PARTITIONS[topic], key, line))
    for topic, count in PARTITIONS.items():
        for partition in range(count):
            time = BEGIN + 30 * DAY
            key = f"closing-{partition}"
            line = json.dumps({"type": "closing", "customerId": key, "eventTime": text(time)}, separators=(",", ":"))
            records[topic].append((time, partition, key, line))
        records[topic].sort(key=lambda record: record[0])
    return records


def main():
    world = Input(SEED)
    customers = [f"customer-{number:03d}" for number in range(60)]
    for customer in customers:
        since = world.of(TENURES)
        if since is not None:
            world.since[customer] = BEGIN - since
    everyday(world, customers)
    frauds(world)
    foreign(world)
    for topic, records in arrivals(world).items():
        with open(os.path.join(HERE, topic + ".tsv"), "w", encoding="utf-8") as file:
            for arrival, partition, key, line in records:
                file.write(f"{partition}\t{arrival}\t{key}\t{line}\n")


main()
