"""tumbling.py FILE: job a as a batch in DuckDB on one thread; prints how many events it counted and its CPU seconds."""
import sys
import time

import duckdb

connection = duckdb.connect()
connection.execute("SET threads = 1")
started = time.process_time()
events = connection.execute(
    """
    SELECT sum(order_count) FROM (
      SELECT customerId, time_bucket(INTERVAL 5 MINUTES, eventTime) AS window_start,
             count(*) AS order_count, avg(amount) AS avg_amount, sum(amount) AS total_amount
      FROM read_json(?, format = 'newline_delimited',
                     columns = {customerId: 'VARCHAR', amount: 'DECIMAL(12,2)', eventTime: 'TIMESTAMP'})
      GROUP BY customerId, window_start)
    """,
    [sys.argv[1]],
).fetchone()[0]
print("events", events, "cpu", time.process_time() - started)
