"""Writes the inputs of the statements that combine features: mix.json (rows of many types, with NULLs, ties, and some late),
calm.json (the same in the order of time), dst.json (hours around clock changes) and plans.tsv (accounts.tsv in one partition)."""

import datetime
import json
import os
import random

HERE = os.path.dirname(os.path.abspath(__file__))
BASE = datetime.datetime(2024, 2, 28, 23, 40)
TEXTS = ["", " ", "abc", "ABC", "größe", "Ünï 😀", "日本語", "a,b", "x'y", "  pad ", "12", "-3.5", "null", "%a_", "é", "e\u0301",
         "\ufffd", "😀", "zz"]
DOCUMENTS = [
    '{"a":1,"b":[1,2,{"c":"x"}]}', '{"a":null}', "[]", "{}", "not json", '{"a":"text","b":{"c":2.50}}',
    '[1,"two",null,true]', '"str"', "17", '{"a":1e3,"n":12345678901234567890}',
    '{"l":[{"n":1,"s":"p"},{"n":2,"s":"q"},{"n":3}]}', '{"a":{"b":{"c":[{"d":1},{"d":2}]}}}',
]


def mixed(draw):
    """90 rows in 40 minutes: a fifth up to 5 s out of order, some later than the watermark."""
    rows = []
    for number in range(90):
        at = number * 27000 + draw.randrange(9000)
        if draw.random() < 0.2:
            at -= draw.randrange(5000)
        elif draw.random() < 0.06:
            at -= 5001 + draw.randrange(600000)
        if rows and draw.random() < 0.1:
            at = rows[-1][0]
        at = max(at, 0)
        stamp = BASE + datetime.timedelta(milliseconds=at)
        row = {
            "id": number, "k": draw.choice(["a", "b", "b", "ü", "", None, "😀"]),
            "v": draw.choice([None, 0, 1, 1, 2, -3, 5, 7, 100, -2147483648, 2147483647]) if draw.random() < 0.9 else 3,
            "w": draw.choice([None, 0, 1, -1, 9007199254740993, 42]),
            "d": draw.choice([None, 0.0, -0.0, 0.1, 1.5, -2.25, 1e10, 1e-7, 3.0]),
            "n": draw.choice([None, 0, 0.00001, -1.5, 2.50000, 123456789012345.12345, -99999.99999, 7]),
            "s": draw.choice(TEXTS + [None]), "b": draw.choice([True, False, None]),
            "dt": str(datetime.date(2024, 2, 27) + datetime.timedelta(days=draw.randrange(4)))
                  if draw.random() < 0.9 else None,
            "tm": f"{draw.randrange(24):02d}:{draw.randrange(60):02d}:{draw.randrange(60):02d}"
                  if draw.random() < 0.9 else None,
            "js": draw.choice(DOCUMENTS + [None]),
            "tags": draw.choice([None, [], ["a"], ["a", None, "b"], ["b", "b", "c"], ["ü", ""]]),
            "ts": stamp.strftime("%Y-%m-%d %H:%M:%S.") + f"{stamp.microsecond // 1000:03d}",
        }
        if draw.random() < 0.1:
            row.pop(draw.choice(["k", "v", "s", "n"]))
        rows.append((at, row))
    return rows


def write(name, lines):
    with open(os.path.join(HERE, name), "w", encoding="utf-8", newline="\n") as file:
        file.write("".join(line + "\n" for line in lines))


def main():
    draw = random.Random(7)
    rows = mixed(draw)
    write("mix.json", [json.dumps(row, ensure_ascii=draw.random() < 0.5) for _, row in rows])
    rows.sort(key=lambda pair: pair[0])
    write("calm.json", [json.dumps(row, ensure_ascii=False) for _, row in rows])
    hours = []
    for start in [(2025, 10, 25, 21), (2025, 11, 2, 3), (2026, 3, 8, 4), (2026, 3, 28, 22)]:
        for quarter in range(24):
            time = datetime.datetime(*start, tzinfo=datetime.timezone.utc) + datetime.timedelta(minutes=20 * quarter)
            number = len(hours)
            hours.append(json.dumps({"id": number, "ms": int(time.timestamp() * 1000), "k": "xy"[number % 2],
                                     "v": number * 3 % 7}))
    write("dst.json", hours)
    with open(os.path.join(HERE, "accounts.tsv"), encoding="utf-8") as file:
        write("plans.tsv", ["0" + line.rstrip("\n")[1:] for line in file])


if __name__ == "__main__":
    main()
