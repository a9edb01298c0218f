-- TO_DATE with formats that the texts fit.
SELECT TO_DATE('02/01/2026', 'dd/MM/yyyy') AS eu, TO_DATE('20260102', 'yyyyMMdd') AS packed,
  TO_DATE('2026-01-02', 'yyyy-MM-dd') AS iso, TO_DATE('1.2.2026', 'd.M.yyyy') AS short,
  TO_DATE('02 Jan 2026', 'dd MMM yyyy') AS named, TO_DATE(CAST(NULL AS STRING), 'yyyy') AS n;
