-- TIMESTAMPADD of milliseconds.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, TIMESTAMPADD(MILLISECOND, 1, t6) AS ms FROM times;
