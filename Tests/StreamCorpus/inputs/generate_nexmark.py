#!/usr/bin/env python3
"""Writes nexmark.json next to itself, the same bytes on every run: events of an auction house with the columns of the
Nexmark benchmark (of 50 events one person, three auctions, 46 bids), out of order by less than the 4 s of its watermark."""
from generate import Draw, encode, stamp, write

SEED = 20260701
EVENTS = 1_000
STEP = 100
DISORDER = 1_500
CITIES = [("Phoenix", "AZ"), ("Los Angeles", "CA"), ("Boise", "ID"), ("Portland", "OR"), ("Bend", "OR"), ("Kent", "WA")]
NAMES = ["Peter Jones", "Vicky Noris", "Kate White", "Deiter Abrams", "John Shultz"]
CHANNELS = ["Google", "Facebook", "Baidu", "Apple", "channel-12", "channel-47"]


def person(draw, number, time):
    city, state = draw.of(CITIES)
    name = draw.of(NAMES)
    mail = name.lower().replace(" ", "@") + ".com"
    card = " ".join(f"{draw.below(10_000):04d}" for _ in range(4))
    return [("id", number), ("name", name), ("emailAddress", mail), ("creditCard", card), ("city", city),
            ("state", state), ("dateTime", time), ("extra", "p" * draw.below(4))]


def auction(draw, number, time, at, persons):
    return [("id", number), ("itemName", f"item {number}"), ("description", f"a thing of {number}"),
            ("initialBid", 1 + draw.below(200)), ("reserve", 200 + draw.below(2_000)), ("dateTime", time),
            ("expires", stamp(at + 2_000 + draw.below(25_000))), ("seller", 1_000 + draw.below(persons)),
            ("category", 10 + draw.below(5)), ("extra", "a" * draw.below(4))]


def bid(draw, time, persons, auctions):
    channel = draw.of(CHANNELS)
    url = f"https://www.nexmark.com/{'abc'[draw.below(3)]}{draw.below(9)}/item.htm?query=1"
    if channel.startswith("channel"):
        url += f"&channel_id={draw.below(1_000)}"
    recent = max(0, auctions - 8)
    return [("auction", 2_000 + recent + draw.below(auctions - recent)), ("bidder", 1_000 + draw.below(persons)),
            ("price", 100 + int(2.718281828 ** (3 + 10 * draw.source.random()))), ("channel", channel), ("url", url),
            ("dateTime", time), ("extra", "ccc"[:draw.below(4)])]


def main():
    draw = Draw(SEED)
    lines = []
    persons = auctions = 0
    for number in range(EVENTS):
        # Midnight lies in the middle, so that queries by day have two of them.
        at = 1_750_000 + number * STEP - draw.below(DISORDER)
        time = stamp(at)
        place = number % 50
        if place == 0:
            fields = [("event_type", 0), ("person", encode(person(draw, 1_000 + persons, time)).encode())]
            persons += 1
        elif place < 4:
            fields = [("event_type", 1),
                      ("auction", encode(auction(draw, 2_000 + auctions, time, at, persons)).encode())]
            auctions += 1
        else:
            fields = [("event_type", 2), ("bid", encode(bid(draw, time, persons, auctions)).encode())]
        lines.append(encode(fields))
    write("nexmark.json", lines)


if __name__ == "__main__":
    main()
