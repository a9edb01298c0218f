#!/usr/bin/env python3
"""Writes the stream corpus's inputs next to itself, the same bytes on every run. Files with rows that come later than
their watermark allows: orders.json and iso.json; all others are out of order by less than 5 s at most."""
import datetime
import json
import os
import random

HERE = os.path.dirname(os.path.abspath(__file__))
SEED = 20260101
BASE = datetime.datetime(2025, 12, 31, 23, 30)
STATUSES = ["CONFIRMED", "CONFIRMED", "CONFIRMED", "PENDING", "PENDING", "SHIPPED", "CANCELLED"]
CURRENCIES = ["EUR", "EUR", "EUR", "USD", "GBP", "JPY"]
TYPES = ["OrderCreated", "OrderCreated", "OrderUpdated", "OrderClosed"]
# Keys that need care: beyond ASCII, beyond the basic plane, quotes, backslashes, blanks, the empty string.
CUSTOMERS = [f"c{number:02d}" for number in range(1, 15)] + ["cü15", "c日本", "c😀17", 'c"18"', "c\\19\t", ""]
NOTES = ["plain", "größe", "line\nbreak", 'say "hi"', "back\\slash", "tab\there", "😀 smile", "", " padded ", "日本語"]


class Draw:
    """Random draws that rest on random() alone, whose sequence Python guarantees across versions."""

    def __init__(self, seed):
        self.source = random.Random(seed)

    def below(self, count):
        return int(self.source.random() * count)

    def chance(self, share):
        return self.source.random() < share

    def of(self, values):
        return values[self.below(len(values))]

    def amount(self):
        kind = self.below(40)
        if kind == 0:
            return 0
        if kind == 1:
            return -self.below(5_000)
        if kind == 2:
            return 9_999_999
        return int(100 * 2.718281828 ** (2 + 4 * self.source.random()))


def stamp(milliseconds, separator=" "):
    moment = BASE + datetime.timedelta(milliseconds=milliseconds)
    return moment.strftime(f"%Y-%m-%d{separator}%H:%M:%S.") + f"{moment.microsecond // 1000:03d}"


def cents(amount):
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02d}"


def encode(pairs, ascii_only=False):
    """One JSON line; values that are already JSON text come as bytes."""
    parts = []
    for key, value in pairs:
        text = value.decode() if isinstance(value, bytes) else json.dumps(value, ensure_ascii=ascii_only)
        parts.append(f"{json.dumps(key)}:{text}")
    return "{" + ",".join(parts) + "}"


def write(name, lines):
    with open(os.path.join(HERE, name), "w", encoding="utf-8", newline="\n") as file:
        file.write("".join(line + "\n" for line in lines))


def order_pairs(draw, number, at, customers):
    pairs = [("eventId", f"e{number:05d}"), ("type", draw.of(TYPES)), ("orderId", f"o{number // 2:05d}")]
    gap = draw.below(100)
    if gap != 0:
        pairs.append(("customerId", None if gap == 1 else draw.of(customers)))
    pairs.append(("status", draw.of(STATUSES)))
    gap = draw.below(30)
    if gap != 0:
        amount = cents(draw.amount())
        pairs.append(("amount", None if gap == 1 else amount.encode()))
    pairs.append(("currency", draw.of(CURRENCIES)))
    if draw.chance(0.05):
        pairs.append(("note", draw.of(NOTES)))
    pairs.append(("eventTime", stamp(at)))
    return pairs


def orders(draw):
    """2,000 events in an hour: one in five up to 5 s out of order, one in fifty minutes late, one in thirty twice."""
    lines = []
    number = 0
    while len(lines) < 2_000:
        arrival = number * 1_850 + draw.below(900)
        at = arrival
        if draw.chance(0.2):
            at -= draw.below(5_000)
        elif draw.chance(0.02):
            at -= 5_001 + draw.below(900_000)
        pairs = order_pairs(draw, number, max(at, 0), CUSTOMERS)
        lines.append(encode(pairs, ascii_only=draw.chance(0.5)))
        if draw.chance(0.03):
            again = dict(pairs)
            if draw.chance(0.5):
                again["status"] = "CORRECTED"
                again["eventTime"] = stamp(max(at + draw.below(4_000) - 2_000, 0))
            lines.append(encode(again.items()))
        number += 1
    return lines


def small_orders(draw):
    """240 events in 20 minutes, none later than the watermark, and what happened to them: the payments."""
    rows = []
    payments = []
    for number in range(240):
        arrival = number * 5_000 + draw.below(5_000)
        at = max(arrival - (draw.below(4_900) if draw.chance(0.2) else 0), 0)
        pairs = order_pairs(draw, number, at, ["c01", "c02", "c03", "cü15", "c😀17", 'c"18"'])
        rows.append((arrival, encode(pairs)))
        for _ in range(draw.of([0, 1, 1, 1, 2])):
            after = draw.below(240_000) - 20_000
            payment = dict(pairs)
            order = None if draw.chance(0.03) else payment["orderId"]
            if draw.chance(0.05):
                order = f"x{number:05d}"
            payments.append((max(arrival + after, 0), order, payment.get("customerId"), payment.get("amount")))
    payments.sort(key=lambda payment: payment[0])
    lines = []
    for number, (arrival, order, customer, amount) in enumerate(payments):
        at = max(arrival - (draw.below(4_900) if draw.chance(0.2) else 0), 0)
        method = draw.of(["CARD", "CARD", "SEPA", "WALLET"])
        paid = None if amount is None else amount if draw.chance(0.8) else b"1.00"
        lines.append(encode([("paymentId", f"p{number:04d}"), ("orderId", order), ("customerId", customer),
                             ("paid", paid), ("method", method), ("paymentTime", stamp(at))]))
    return [line for _, line in sorted(rows, key=lambda row: row[0])], lines


def customers(draw):
    """A change feed: every customer's state at an update time."""
    lines = []
    for number in range(80):
        arrival = number * 45_000 + draw.below(40_000)
        at = max(arrival - (draw.below(4_900) if draw.chance(0.2) else 0), 0)
        who = draw.below(len(CUSTOMERS))
        lines.append(encode([("customerId", CUSTOMERS[who]), ("name", draw.of(["Ada", "Bo", "Ça", "Дана", "Eve"])),
                             ("segment", None if draw.chance(0.1) else draw.of(["RESIDENTIAL", "BUSINESS", "VIP"])),
                             ("tenureDays", draw.below(4_000)), ("updateTime", stamp(at))]))
    return lines


def record(partition, at, key, value):
    """A line of a topic's file; None is no key or no value."""
    return "\t".join([str(partition), str(1_767_223_800_000 + at)] + ["\\N" if part is None else part
                                                                      for part in (key, value)])


def accounts(draw):
    """A compacted topic of two partitions: states of 14 accounts by key, one in six deleted (some twice, some unknown),
    one in eight the same state again, two records without key."""
    lines = []
    last = {}
    for number in range(120):
        arrival = number * 10_000 + draw.below(9_000)
        at = max(arrival - (draw.below(4_900) if draw.chance(0.2) else 0), 0)
        who = draw.below(14)
        account = f"a{who:02d}"
        key = encode([("id", account)])
        partition = who % 2
        if draw.chance(0.16):
            value = None
        elif draw.chance(0.12) and last.get(account):
            value = last[account]
        else:
            value = encode([("id", account), ("owner", draw.of(["Ada", "Bo", "Ça", None])),
                            ("plan", draw.of(["S", "M", "L"])), ("credit", cents(draw.below(30) * 500 - 2_000).encode())])
        last[account] = value
        lines.append(record(partition, at, key, value))
        if number in (40, 80):
            lines.append(record(partition, at, None, value))
    return lines


def movements(draw):
    """What happens to the accounts: 160 records without key in the same 20 minutes."""
    lines = []
    for number in range(160):
        arrival = number * 7_500 + draw.below(7_000)
        at = max(arrival - (draw.below(4_900) if draw.chance(0.2) else 0), 0)
        value = encode([("movementId", f"m{number:04d}"), ("account", f"a{draw.below(16):02d}"),
                        ("kind", draw.of(["CALL", "DATA", "SMS"])), ("amount", cents(draw.below(5_000)).encode())])
        lines.append(record(0, at, None, value))
    return lines


# Keys in the format raw, values in csv without the key.
TARIFFS = [("t1", "10.00,EUR"), ("t2", "20.00,USD"), ("t1", "11.00,EUR"), ("t3", "3.00,"), ("t2", None), ("t4", "5.00,GBP"),
           ("t5", "1.00,EUR"), ("t1", "11.00,EUR"), ("t9", None), ("t2", "21.00,USD"), ("t5", None), ("t4", "6.50,GBP")]


def iso(draw):
    """ISO-8601: local is a TIMESTAMP(3), instant a TIMESTAMP_LTZ(3) with its Z."""
    lines = []
    for number in range(120):
        at = max(number * 10_000 - (draw.below(60_000) if draw.chance(0.1) else 0), 0)
        digits = draw.of([3, 3, 3, 0])
        local = stamp(at, "T") if digits else stamp(at // 1000 * 1000, "T")[:-4]
        lines.append(encode([("id", number), ("customerId", draw.of(CUSTOMERS[:4])),
                             ("amount", cents(draw.amount()).encode()), ("local", local), ("instant", local + "Z")]))
    return lines


def delimited(draw):
    """CSV with quoted fields, doubled quotes, empty fields and the literal n/a."""
    lines = []
    for number in range(60):
        name = draw.of(['plain', '"quoted, comma"', '"say ""hi"""', 'größe', '', ' blanks ', 'n/a', '"; semicolon"'])
        amount = draw.of(["n/a", cents(draw.amount()), cents(draw.amount()), cents(draw.amount())])
        flag = draw.of(["true", "false", "n/a"])
        lines.append(f"{number},{name},{amount},{flag},{stamp(number * 1000)},{draw.of(['a;b;c', 'a', 'b;', 'n/a'])}")
    return lines


NESTED = [
    '{"id":1,"a":{"b":1,"c":"x","d":{"e":1.5}},"tags":["p","q"],"items":[{"sku":"s1","qty":2},{"sku":"s2","qty":1}],"m":{"k":1}}',
    '{"id":2,"a":{"b":null,"c":"y"},"tags":[],"items":[],"m":{}}',
    '{"id":3,"a":null,"tags":null,"items":null,"m":null}',
    '{"id":4}',
    '{"id":5,"a":{"c":"ünï 😀","b":7,"zzz":true,"d":{"e":null}},"tags":["p",null,"r"],"items":[{"sku":null,"qty":9},null],"m":{"x":null,"y":2}}',
    '{"id":6,"a":{},"tags":["only"],"items":[{}],"m":{"k":-1,"j":3}}',
]

COERCIONS = [
    '{"id":1,"s":"text","i":5,"d":1.5,"b":true,"n":12.345}',
    '{"id":2,"s":12.50,"i":"6","d":"2.5","b":"true","n":"7.10"}',
    '{"id":3,"s":true,"i":7.9,"d":3,"b":"yes","n":1e2}',
    '{"id":4,"s":{"x":[1, 2.0,"y"]},"i":-8,"d":-1e-3,"b":false,"n":-0.005}',
    '{"id":5,"s":[1,null],"i":" 9 ","d":" 4.5 ","b":0,"n":" 8.125 "}',
    '{"id":6,"s":null,"i":null,"d":null,"b":null,"n":null}',
    '{"id":7,"s":1e3,"i":2147483647,"d":1e308,"b":"TRUE","n":0.015}',
    '{"id":8,"s":"","i":"2147483647","d":"1e3","b":"FALSE","n":99999999.999}',
    '{"id":9,"s":"\\u00e9\\ud83d\\ude00\\/","i":"-3","d":"Infinity","b":1,"n":100000000.00}',
    '{"id":10,"s":12345678901234567890.1,"i":0,"d":0.1,"b":"","n":0.025}',
]

EDGES = [
    (-128, -32768, -2147483648, -9223372036854775808, "-3.4028235e38", "-1.7976931348623157e308", "-99999999999999999999.999999999999999999"),
    (127, 32767, 2147483647, 9223372036854775807, "3.4028235e38", "1.7976931348623157e308", "99999999999999999999.999999999999999999"),
    (0, 0, 0, 0, "0.0", "-0.0", "0"),
    (1, 1, 1, 1, "1.4e-45", "4.9e-324", "0.000000000000000001"),
    (-1, -1, -1, -1, "0.1", "0.1", "-0.000000000000000001"),
    (2, 2, 2, 2, "1.0e10", "1.0e21", "2.5"),
    (3, 7, 10, 100, "123456.79", "123456789.12345679", "-2.5"),
    (-3, -7, -10, -100, "1.0e-3", "9.999e-4", "1.005"),
    (5, 12345, 1000000007, 1234567890123456789, "16777216", "9007199254740993", "12345678901234567890.123456789012345678"),
]

# Operands of the twelve pairs of DECIMAL types in types-decimal-*: everyday, negative at the half, as large as the type allows.
DECIMAL_PAIRS = [
    (10, 2, 5, 3), (12, 2, 12, 2), (38, 0, 38, 0), (38, 18, 38, 18), (38, 10, 20, 5), (5, 5, 5, 0),
    (1, 0, 1, 1), (20, 10, 20, 10), (30, 15, 30, 15), (38, 37, 10, 2), (38, 2, 4, 2), (18, 6, 18, 6),
]

STRINGS = [
    "", " ", "hello", "Hello World", "  padded  ", "größe", "日本語", "a😀b😀", "x", "abcabcabc", "100%", "a_b", "a\\b",
    "tab\tend", "line\nbreak", "O'Neil", '"quoted"', "12", "-7.50", "1e3", "true", "FALSE", "2026-02-28", "12:34:56",
    "2026-02-28 12:34:56.789", "ſtraße İI", "e\u0301té", "a,b,,c", "key=1&k2=v%202", "https://u:p@h.example:81/p/a?x=1&y=%C3%BC#f",
]

TIMES = [
    "1970-01-01 00:00:00.000", "1969-12-31 23:59:59.999", "2000-02-29 12:34:56.789", "1999-12-31 23:59:59.500",
    "2024-12-30 00:00:00.000", "2026-01-01 00:00:00.001", "2025-12-28 13:00:00.000", "2026-06-30 23:59:59.999",
    "1900-03-01 01:02:03.004", "2100-01-31 08:09:10.011", "0001-01-01 00:00:00.000", "9999-12-31 23:59:59.999",
    "1582-10-15 06:00:00.000", "2021-01-03 00:30:00.000", "2020-12-31 18:45:12.345",
]

POISON = [
    '{"id":1,"v":1.5,"t":"2026-01-01 00:00:00.000"}',
    '{"id":2,"v":"abc","t":"2026-01-01 00:00:01.000"}',
    'not json at all',
    '{"id":"three","v":3.5,"t":"2026-01-01 00:00:02.000"}',
    '{"id":4,"v":4.5,"t":"2026-01-01T00:00:03Z"}',
    '{"id":5,"v":5.5',
    '',
    '{"id":6,"v":{"x":1},"t":"2026-01-01 00:00:05.000"}',
    '[{"id":7,"v":7.5,"t":"2026-01-01 00:00:06.000"}]',
    '"just a string"',
    'null',
    '{"id":8,"v":8.5,"t":"2026-01-01 00:00:07.000","id":9}',
    '{"ID":10,"v":9.5,"t":"2026-01-01 00:00:08.000"}',
    '{"id":99999999999,"v":1e400,"t":"2026-13-01 00:00:08.000"}',
    '{"id":11,"v":10.5,"t":"2026-01-01 00:00:09.000"} trailing',
    '{"id":12,"v":11.5,"t":"2026-01-01 00:00:10.000"}',
]


def decimals():
    """One object per row with the fields a0, b0, a1, b1, ... in the types of DECIMAL_PAIRS."""
    def number(digits, scale):
        digits = digits.rjust(scale + 1, "0")
        return digits[:len(digits) - scale] + ("." + digits[len(digits) - scale:] if scale else "")

    lines = []
    for sign, whole, other in [("", "1234567", "37"), ("-", "15", "2"), ("", "9" * 38, "9" * 38), ("", "7" * 19, "3" * 19)]:
        fields = []
        for pair, (p1, s1, p2, s2) in enumerate(DECIMAL_PAIRS):
            fields.append((f"a{pair}", (sign + number(whole[:p1], s1)).encode()))
            fields.append((f"b{pair}", number(other[:p2], s2).encode()))
        lines.append(encode([("id", len(lines))] + fields))
    return lines


# Fractions of a second beyond milliseconds: k, t6 (at most six digits), t9; before 1970, at the ends of the years, and moments
# that differ only in them.
FRACTIONS = [
    ("a", "1970-01-01 00:00:00.000001", "1970-01-01 00:00:00.000000001"),
    ("b", "1969-12-31 23:59:59.999999", "1969-12-31 23:59:59.999999999"),
    ("a", "2026-01-02 03:04:05.123456", "2026-01-02 03:04:05.123456789"),
    ("b", "2026-01-02 03:04:05.123457", "2026-01-02 03:04:05.123456788"),
    ("a", "2026-01-02 03:04:05.123", "2026-01-02 03:04:05.123"),
    ("b", "2026-01-02 03:04:05.123456", "2026-01-02 03:04:05.123456789"),
    ("a", "1900-02-28 11:59:58.000009", "1900-02-28 11:59:58.100000009"),
    ("b", "9999-12-31 23:59:59.999999", "9999-12-31 23:59:59.999999999"),
    ("a", "0001-01-01 00:00:00.000001", "0001-01-01 00:00:00.000000001"),
    ("b", None, None),
    ("a", "2024-02-29 12:00:00", "2024-02-29 12:00:00"),
    ("b", "2026-01-02 03:04:05.9", "2026-01-02 03:04:05.99"),
    ("c", "2026-03-29 01:59:59.500001", "2026-03-29 01:59:59.500000001"),
    ("c", "2026-01-02 03:04:05.1235", "2026-01-02 03:04:05.123456"),
]

NO_FRACTIONS = [
    "2026-01-02 03:04:05.123456", "2026-01-02 03:04:05.1234567891", "2026-01-02 03:04:05.12345x", "2026-01-02T03:04:05.123456", "",
    "2026-01-02 24:00:00.000000", "2026-01-02 24:00:00.000001", "2026-02-30 00:00:00.000001", "+10000-01-01 00:00:00.000001",
    "2026-01-02 03:04:05.", "2026-01-02 03:04", "-0001-12-31 23:59:59.999999999",
]
CLOCKS = ["00:00:00", "12:34:56.1", "12:34:56.123", "23:59:59.999", "12:34:56.123456789", "23:59:59.999999"]


def fractions():
    """The lines of fractions.json, where e is an event time, fractions_iso.json and fractions.csv."""
    stamps = [(number, key, t6, t9, stamp(number * 400)) for number, (key, t6, t9) in enumerate(FRACTIONS)]
    lines = [encode([("id", number), ("k", key), ("t6", t6), ("t9", t9), ("e", event)])
             for number, key, t6, t9, event in stamps]
    iso_lines = [encode([("id", number), ("t6", t6 and t6.replace(" ", "T")), ("t9", t9 and t9.replace(" ", "T")),
                         ("i6", t6 and t6.replace(" ", "T") + "Z"), ("i9", t9 and t9.replace(" ", "T") + "Z")])
                 for number, _, t6, t9, _ in stamps]
    rows = [",".join([str(number), t6 or "", t9 or "", (t9 or "") and t9 + "Z"]) for number, _, t6, t9, _ in stamps]
    return lines, iso_lines, rows


def main():
    write("orders.json", orders(Draw(SEED)))
    small, payments = small_orders(Draw(SEED + 1))
    write("orders_small.json", small)
    write("payments.json", payments)
    write("customers.json", customers(Draw(SEED + 2)))
    write("iso.json", iso(Draw(SEED + 3)))
    write("orders.csv", delimited(Draw(SEED + 4)))
    write("lines.txt", ["plain line", "", "  spaced  ", "größe 😀", '{"id":1}', "a,b;c", "42", "tab\there"])
    write("nested.json", NESTED)
    write("coercions.json", COERCIONS)
    names = ["t", "s", "i", "l", "f", "d", "n"]
    write("edge.json", [encode([("id", number)] + [(name, str(value).encode()) for name, value in zip(names, row)])
                        for number, row in enumerate(EDGES)]
          + [encode([("id", len(EDGES))] + [(name, None) for name in names])])
    write("decimals.json", decimals())
    write("strings.json", [encode([("id", number), ("s", text)]) for number, text in enumerate(STRINGS)]
          + [encode([("id", len(STRINGS)), ("s", None)])])
    write("times.json", [encode([("id", number), ("ts", text), ("d", text[:10]), ("tm", text[11:19])])
                         for number, text in enumerate(TIMES)] + [encode([("id", len(TIMES))])])
    lines, iso_lines, rows = fractions()
    write("fractions.json", lines)
    write("fractions_iso.json", iso_lines)
    write("fractions.csv", rows)
    write("fractions_nested.json", [
        encode([("id", number), ("r", {"a": t9, "b": t6 and t6 + "Z"}), ("l", [t6, t9]), ("m", {"x": t9, "y": None}), ("n", [t6])])
        for number, (_, t6, t9) in enumerate(FRACTIONS)])
    write("fractions_wrong.json", [encode([("id", number), ("t6", text), ("t9", text + "Z")])
                                   for number, text in enumerate(NO_FRACTIONS)])
    write("fractions_time.json", [encode([("id", number), ("tm", text), ("t0", text), ("t9", text)])
                                  for number, text in enumerate(CLOCKS)])
    write("fractions.tsv", [record(number % 3, number * 1_000, json.dumps({"t9": t9}), json.dumps({"t9": t9, "n": number}))
                            for number, (_, _, t9) in enumerate(FRACTIONS) if t9])
    write("poison.json", POISON)
    write("accounts.tsv", accounts(Draw(SEED + 5)))
    kept = [line for line in accounts(Draw(SEED + 5)) if not line.endswith("\\N")]
    write("states.tsv", kept)
    write("movements.tsv", movements(Draw(SEED + 6)))
    write("tariffs.tsv", [record(0, number * 1_000, *pair) for number, pair in enumerate(TARIFFS)])


if __name__ == "__main__":
    main()
