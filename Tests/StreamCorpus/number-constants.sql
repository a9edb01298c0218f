-- PI and E.
SELECT PI() AS p, PI AS p2, E() AS e, PI() * 2 AS tau, CAST(PI() AS DECIMAL(10,5)) AS d, ROUND(PI(), 4) AS r;
