/// Queries and what the printer makes of them.
enum QueryGoldens {
    static let text = #"""
        select 1
        =>
        SELECT 1;
        --
        select all a, b as `group`, t.c x, t.*, a.b.*, *, count(*) n from t
        =>
        SELECT a, b AS `group`, t.c AS x, t.*, a.b.*, *, count(*) AS n
        FROM t;
        --
        select /*+ STATE_TTL('t'='1d'), BROADCAST(u, `v w`), LOOKUP('table'='D', 3), NO_HINT */ distinct a
        from t, u as x, v y (p, q) where a > 1 group by a having count(*) > 1
        =>
        SELECT /*+ STATE_TTL('t' = '1d'), BROADCAST(u, 'v w'), LOOKUP('table' = 'D', '3'), NO_HINT */ DISTINCT a
        FROM t, u AS x, v AS y (p, q)
        WHERE a > 1
        GROUP BY a
        HAVING count(*) > 1;
        --
        select * from a join b on a.x = b.x left join c using (x, y) right outer join d on true
        full outer join e on e.y is null cross join f inner join g on g.a = 1
        =>
        SELECT *
        FROM a
        JOIN b ON a.x = b.x
        LEFT JOIN c USING (x, y)
        RIGHT JOIN d ON TRUE
        FULL JOIN e ON e.y IS NULL
        CROSS JOIN f
        JOIN g ON g.a = 1;
        --
        select * from a natural join b natural left join c
        =>
        SELECT *
        FROM a
        NATURAL JOIN b
        NATURAL LEFT JOIN c;
        --
        select * from a join (b join c on b.x = c.x) on a.x = b.x
        =>
        SELECT *
        FROM a
        JOIN (
          b
          JOIN c ON b.x = c.x
        ) ON a.x = b.x;
        --
        select * from ((a join b on 1 = 1)) join (c) on true
        =>
        SELECT *
        FROM a
        JOIN b ON 1 = 1
        JOIN c ON TRUE;
        --
        select * from (select 1) , (select 2) as t (x), ((select 3)), (values (1, 2), (3, 4)) as v (a, b), (table t) tt
        =>
        SELECT *
        FROM (
          SELECT 1
        ), (
          SELECT 2
        ) AS t (x), (
          SELECT 3
        ), (
          VALUES (1, 2), (3, 4)
        ) AS v (a, b), (
          TABLE t
        ) AS tt;
        --
        select * from ((select 1) union (select 2)) as t, (((select 1)) order by 1) u
        =>
        SELECT *
        FROM (
          SELECT 1
          UNION
          SELECT 2
        ) AS t, (
          SELECT 1
          ORDER BY 1
        ) AS u;
        --
        select * from t /*+ OPTIONS('scan.startup.mode'='earliest-offset') */ as x
        join u /*+ OPTIONS('a'='b') */ for system_time as of x.ts as r on r.id = x.id
        =>
        SELECT *
        FROM t /*+ OPTIONS('scan.startup.mode' = 'earliest-offset') */ AS x
        JOIN u /*+ OPTIONS('a' = 'b') */ FOR SYSTEM_TIME AS OF x.ts AS r ON r.id = x.id;
        --
        select * from t, lateral (select * from u where u.a = t.a) as l, lateral table(f(t.x, 1)) as g (p, q), lateral h(1),
        unnest(t.arr) as e (x), unnest(a, b) with ordinality
        =>
        SELECT *
        FROM t, LATERAL (
          SELECT *
          FROM u
          WHERE u.a = t.a
        ) AS l, LATERAL TABLE(f(t.x, 1)) AS g (p, q), LATERAL TABLE(h(1)), UNNEST(t.arr) AS e (x), UNNEST(a, b) WITH ORDINALITY;
        --
        select * from table(tumble(table t, descriptor(ts), interval '5' minutes))
        =>
        SELECT *
        FROM TABLE(tumble(TABLE t, DESCRIPTOR(ts), INTERVAL '5' MINUTE));
        --
        select * from table(hop(data => table t, timecol => descriptor(ts), slide => interval '1' minute,
        size => interval '10' minutes)) as w
        =>
        SELECT *
        FROM TABLE(hop(data => TABLE t, timecol => DESCRIPTOR(ts), slide => INTERVAL '1' MINUTE, size => INTERVAL '10' MINUTE)) AS w;
        --
        select * from session(table a.b partition by k, descriptor(ts), interval '5' minutes)
        =>
        SELECT *
        FROM TABLE(session(TABLE a.b PARTITION BY k, DESCRIPTOR(ts), INTERVAL '5' MINUTE));
        --
        select * from cumulate(table t partition by (k, l) order by ts desc, descriptor(ts), interval '1' hour,
        interval '1' day, interval -'8' hours)
        =>
        SELECT *
        FROM TABLE(cumulate(TABLE t PARTITION BY (k, l) ORDER BY ts DESC, DESCRIPTOR(ts), INTERVAL '1' HOUR, INTERVAL '1' DAY, INTERVAL -'8' HOUR));
        --
        select * from table(f(input => (select * from t where a = 1) partition by k order by (a, b desc nulls last),
        n => 1 + 2)), table(g((select 1), (select 2) + 1))
        =>
        SELECT *
        FROM TABLE(f(input => (
          SELECT *
          FROM t
          WHERE a = 1
        ) PARTITION BY k ORDER BY (a, b DESC NULLS LAST), n => 1 + 2)), TABLE(g((
          SELECT 1
        ), (
          SELECT 2
        ) + 1));
        --
        values 1, 2; values (1, 'a'), (2, 'b'); table t; (select 1); ((select 1) union (select 2)); values row(1), ((select 1))
        =>
        VALUES (1), (2);

        VALUES (1, 'a'), (2, 'b');

        TABLE t;

        SELECT 1;

        SELECT 1
        UNION
        SELECT 2;

        VALUES ROW(1), (
          SELECT 1
        );
        --
        select 1 union select 2 union all select 3 intersect select 4 except distinct select 5
        =>
        SELECT 1
        UNION
        SELECT 2
        UNION ALL
        SELECT 3
        INTERSECT
        SELECT 4
        EXCEPT
        SELECT 5;
        --
        (select 1 union select 2) intersect all (select 3 except all select 4)
        =>
        (
          SELECT 1
          UNION
          SELECT 2
        )
        INTERSECT ALL
        (
          SELECT 3
          EXCEPT ALL
          SELECT 4
        );
        --
        select 1 except (select 2 except select 3)
        =>
        SELECT 1
        EXCEPT
        (
          SELECT 2
          EXCEPT
          SELECT 3
        );
        --
        (select 1 order by a limit 1) union all (select 2 offset 3)
        order by a desc nulls first, b asc, c nulls last limit all offset 5 rows
        =>
        (
          SELECT 1
          ORDER BY a
          LIMIT 1
        )
        UNION ALL
        (
          SELECT 2
          OFFSET 3
        )
        ORDER BY a DESC NULLS FIRST, b, c NULLS LAST
        OFFSET 5;
        --
        with a as (select 1), b (x, y) as (select 2, 3 union select 4, 5) select * from a, b fetch first 10 rows only
        =>
        WITH a AS (
          SELECT 1
        ), b (x, y) AS (
          SELECT 2, 3
          UNION
          SELECT 4, 5
        )
        SELECT *
        FROM a, b
        LIMIT 10;
        --
        select * from t offset 5 rows fetch next 1 row only
        =>
        SELECT *
        FROM t
        LIMIT 1
        OFFSET 5;
        --
        select * from t limit 10 offset 20
        =>
        SELECT *
        FROM t
        LIMIT 10
        OFFSET 20;
        --
        (with w as (select 1) select * from w) union select 2
        =>
        (
          WITH w AS (
            SELECT 1
          )
          SELECT *
          FROM w
        )
        UNION
        SELECT 2;
        --
        select a, grouping(a) from t group by distinct grouping sets ((a, b), (a), a, (), rollup (a, (b, c)), cube ((a, b), c))
        =>
        SELECT a, grouping(a)
        FROM t
        GROUP BY DISTINCT GROUPING SETS ((a, b), a, a, (), ROLLUP (a, (b, c)), CUBE ((a, b), c));
        --
        select 1 from t group by rollup (a, b), cube (a, b), (a, b), (), row(a, b), a + b
        =>
        SELECT 1
        FROM t
        GROUP BY ROLLUP (a, b), CUBE (a, b), (a, b), (), ROW(a, b), a + b;
        --
        select sum(x) over w, rank() over (w order by b) from t
        window w as (partition by a order by ts), v as (w rows unbounded preceding)
        qualify row_number() over (partition by a order by b desc) <= 3
        =>
        SELECT sum(x) OVER w, rank() OVER (w ORDER BY b)
        FROM t
        WINDOW w AS (PARTITION BY a ORDER BY ts), v AS (w ROWS UNBOUNDED PRECEDING)
        QUALIFY row_number() OVER (PARTITION BY a ORDER BY b DESC) <= 3;
        --
        select avg(x) over (partition by a, b order by ts rows between 10 preceding and current row) from t
        =>
        SELECT avg(x) OVER (PARTITION BY a, b ORDER BY ts ROWS BETWEEN 10 PRECEDING AND CURRENT ROW)
        FROM t;
        --
        select sum(x) over (order by ts range between interval '1' hour preceding and interval '1' minute following) from t
        =>
        SELECT sum(x) OVER (ORDER BY ts RANGE BETWEEN INTERVAL '1' HOUR PRECEDING AND INTERVAL '1' MINUTE FOLLOWING)
        FROM t;
        --
        select max(x) over (rows between unbounded preceding and unbounded following), min(x) over (order by a range current row)
        =>
        SELECT max(x) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING), min(x) OVER (ORDER BY a RANGE CURRENT ROW);
        --
        select count(distinct a, b), sum(all x) filter (where y > 1), first_value(a) ignore nulls over (order by b) from t
        =>
        SELECT count(DISTINCT a, b), sum(x) FILTER (WHERE y > 1), first_value(a) IGNORE NULLS OVER (ORDER BY b)
        FROM t;
        --
        select last_value(a) respect nulls over w, array_agg(distinct a order by b desc), array_agg(a ignore nulls) from t
        =>
        SELECT last_value(a) RESPECT NULLS OVER w, array_agg(DISTINCT a ORDER BY b DESC), array_agg(a) IGNORE NULLS
        FROM t;
        --
        select * from orders match_recognize (
          partition by a, b order by ts, x desc measures first(A.x) as f, last(A.x, 1) as l, final avg(B.y) as av
          all rows per match after match skip to next row
          pattern (A B* C+ D? E{2} F{2,} G{,3} H{2,4} (P Q)+ (R | S T | U)? (V)) within interval '1' hour
          subset X = (A, B), Y = (C)
          define A as A.x > 1, B as B.x > last(B.x, 1) and A.y < 3
        ) as T (p, q)
        =>
        SELECT *
        FROM orders MATCH_RECOGNIZE (
          PARTITION BY a, b
          ORDER BY ts, x DESC
          MEASURES first(A.x) AS f, last(A.x, 1) AS l, FINAL avg(B.y) AS av
          ALL ROWS PER MATCH
          AFTER MATCH SKIP TO NEXT ROW
          PATTERN (A B* C+ D? E{2} F{2,} G{0,3} H{2,4} (P Q)+ (R | S T | U)? V) WITHIN INTERVAL '1' HOUR
          SUBSET X = (A, B), Y = (C)
          DEFINE A AS A.x > 1, B AS B.x > last(B.x, 1) AND A.y < 3
        ) AS T (p, q);
        --
        select * from t match_recognize (
          measures running count(*) as n, match_rowtime() as mr, prev(A.x) as p, next(B.x, 2) as nx, classifier() as cl
          pattern (A*? B+? C?? D{2,}? E{,3}? F{2,3}? G{2}? (A B)*? (A (B | C) D)) define a as true)
        =>
        SELECT *
        FROM t MATCH_RECOGNIZE (
          MEASURES RUNNING count(*) AS n, match_rowtime() AS mr, prev(A.x) AS p, next(B.x, 2) AS nx, classifier() AS cl
          PATTERN (A*? B+? C?? D{2,}? E{0,3}? F{2,3}? G{2} (A B)*? (A (B | C) D))
          DEFINE a AS TRUE
        );
        --
        select * from (select * from t) match_recognize (measures a.x as x one row per match after match skip past last row
          pattern (a | b c | d e*) define a as true)
        =>
        SELECT *
        FROM (
          SELECT *
          FROM t
        ) MATCH_RECOGNIZE (
          MEASURES a.x AS x
          ONE ROW PER MATCH
          AFTER MATCH SKIP PAST LAST ROW
          PATTERN (a | b c | d e*)
          DEFINE a AS TRUE
        );
        --
        select * from (t as x) match_recognize (order by ts after match skip to first a pattern (a) define a as true)
        =>
        SELECT *
        FROM (t AS x) MATCH_RECOGNIZE (
          ORDER BY ts
          AFTER MATCH SKIP TO FIRST a
          PATTERN (a)
          DEFINE a AS TRUE
        );
        --
        select * from t match_recognize (order by ts after match skip to last b pattern (a b) define a as true),
         t match_recognize (order by ts after match skip to b pattern (a b) define a as true)
        =>
        SELECT *
        FROM t MATCH_RECOGNIZE (
          ORDER BY ts
          AFTER MATCH SKIP TO LAST b
          PATTERN (a b)
          DEFINE a AS TRUE
        ), t MATCH_RECOGNIZE (
          ORDER BY ts
          AFTER MATCH SKIP TO LAST b
          PATTERN (a b)
          DEFINE a AS TRUE
        );
        --
        select * from t where exists (select 1 from u where u.a = t.a) and a in (select b from v) and c not in (1, 2, 3)
        =>
        SELECT *
        FROM t
        WHERE EXISTS (
          SELECT 1
          FROM u
          WHERE u.a = t.a
        ) AND a IN (
          SELECT b
          FROM v
        ) AND c NOT IN (1, 2, 3);
        --
        select * from t where (select max(x) from w) > 1 and a in ((select 1) union (select 2)) and (b, c) in (select 1, 2)
        and d in ((select 3))
        =>
        SELECT *
        FROM t
        WHERE (
          SELECT max(x)
          FROM w
        ) > 1 AND a IN (
          SELECT 1
          UNION
          SELECT 2
        ) AND ROW(b, c) IN (
          SELECT 1, 2
        ) AND d IN (
          SELECT 3
        );
        --
        select `a``b`, `ünï`, überall, $x, a_1, `1a` from `t-1`
        =>
        SELECT `a``b`, `ünï`, `überall`, `$x`, a_1, `1a`
        FROM `t-1`;
        --
        select MATCH_ROWTIME(), `map`[1], `value`, `key`, `first` from t as `last`
        =>
        SELECT MATCH_ROWTIME(), `map`[1], `value`, `key`, `first`
        FROM t AS `last`;
        --
        select -- comment
          a /* another
          -- one */ , b // and this
        from t /**/ where a = 1 -- end
        =>
        SELECT a, b
        FROM t
        WHERE a = 1;
        --
        """#
}
