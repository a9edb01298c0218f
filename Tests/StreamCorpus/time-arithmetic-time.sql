-- TIME plus and minus intervals wraps around midnight.
SELECT t, t + INTERVAL '1' HOUR AS p, t + INTERVAL '90' MINUTE AS m90, t + INTERVAL '23:30' HOUR TO MINUTE AS h
FROM (VALUES (TIME '00:00:00'), (TIME '12:30:00'), (TIME '23:59:59')) AS t (t);
