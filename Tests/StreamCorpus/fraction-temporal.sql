-- A versioned table with timestamps of nine digits.
-- compare: net
CREATE TABLE times (
  id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9), e TIMESTAMP(3), WATERMARK FOR e AS e - INTERVAL '1' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
CREATE VIEW latest AS
SELECT k, t9, e FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY e DESC) AS n FROM times) WHERE n = 1;
SELECT a.id, a.t6, b.t9 FROM times AS a JOIN latest FOR SYSTEM_TIME AS OF a.e AS b ON a.k = b.k;
