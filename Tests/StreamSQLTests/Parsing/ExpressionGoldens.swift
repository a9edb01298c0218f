/// Expressions and what the printer makes of them: `source => printed`, or on two lines.
enum ExpressionGoldens {
    static let text = #"""
        1 => 1
        1.5 => 1.5
        .5 => .5
        1. => 1.
        1e5 => 1e5
        1.5E-3 => 1.5E-3
        007 => 007
        'it''s' => 'it''s'
        '' => ''
        X'00fF' => X'00fF'
        U&'\00e9\\' => 'é\'
        U&'!00e9!!' uescape '!' => 'é!'
        true => TRUE
        false => FALSE
        unknown => UNKNOWN
        null => NULL
        -1 => -1
        +1 => +1
        - - 1 => - -1
        -(-1) => - -1
        not not true => NOT NOT TRUE
        date '2026-01-31' => DATE '2026-01-31'
        time '12:00:00' => TIME '12:00:00'
        timestamp '2026-01-31 12:00:00.123' => TIMESTAMP '2026-01-31 12:00:00.123'
        interval '5' minute => INTERVAL '5' MINUTE
        interval -'1-2' year to month => INTERVAL -'1-2' YEAR TO MONTH
        interval + '1' week => INTERVAL '1' WEEK
        interval '1 02:03:04.567' day(2) to second(3) => INTERVAL '1 02:03:04.567' DAY(2) TO SECOND(3)
        interval '5' second(3) => INTERVAL '5' SECOND(3)
        interval '3' quarter => INTERVAL '3' QUARTER
        interval '1:2' hour to minute => INTERVAL '1:2' HOUR TO MINUTE
        interval '1' weeks => INTERVAL '1' WEEK
        a + b * c - d / e % f || g => a + b * c - d / e % f || g
        (a + b) * c => (a + b) * c
        a - (b - c) => a - (b - c)
        a - b - c => a - b - c
        (a || b) || c => a || b || c
        a || (b || c) => a || (b || c)
        -a * b => -a * b
        -(a * b) => -(a * b)
        - a[1] => -a[1]
        (-a)[1] => (-a)[1]
        a or b and c => a OR b AND c
        (a or b) and c => (a OR b) AND c
        not a and b => NOT a AND b
        not (a and b) => NOT (a AND b)
        not a = b => NOT a = b
        (not a) = b => (NOT a) = b
        a = (not b) => a = (NOT b)
        a = b = c => a = b = c
        a = (b = c) => a = (b = c)
        (a and b) is null => (a AND b) IS NULL
        a is null is not true => a IS NULL IS NOT TRUE
        a = b is null => a = b IS NULL
        a + 1 is null => a + 1 IS NULL
        a < b => a < b
        a <= b => a <= b
        a > b => a > b
        a >= b => a >= b
        a <> b => a <> b
        a != b => a <> b
        a is distinct from b => a IS DISTINCT FROM b
        a is not distinct from b or c => a IS NOT DISTINCT FROM b OR c
        (a, b) overlaps (c, d) => ROW(a, b) OVERLAPS ROW(c, d)
        a between 1 and 2 and b => a BETWEEN 1 AND 2 AND b
        a not between symmetric 1 + 1 and 2 * 3 => a NOT BETWEEN SYMMETRIC 1 + 1 AND 2 * 3
        a between asymmetric (b or c) and d => a BETWEEN (b OR c) AND d
        (a between 1 and 2) between b and c => a BETWEEN 1 AND 2 BETWEEN b AND c
        a between b and (c between d and e) => a BETWEEN b AND (c BETWEEN d AND e)
        a like 'x%' => a LIKE 'x%'
        a not like 'x!_%' escape '!' => a NOT LIKE 'x!_%' ESCAPE '!'
        a similar to '(a|b)' => a SIMILAR TO '(a|b)'
        a not similar to b || c escape 'e' => a NOT SIMILAR TO b || c ESCAPE 'e'
        (a like b) like c => a LIKE b LIKE c
        a like (b like c) => a LIKE (b LIKE c)
        a in (1) = b => a IN (1) = b
        a in (b, c or d) => a IN (b, c OR d)
        a is true => a IS TRUE
        a is not false => a IS NOT FALSE
        a is unknown => a IS UNKNOWN
        a is not unknown => a IS NOT UNKNOWN
        a is json => a IS JSON VALUE
        a is not json value => a IS NOT JSON VALUE
        a is json scalar => a IS JSON SCALAR
        a is not json array => a IS NOT JSON ARRAY
        a is json object => a IS JSON OBJECT
        case when a then b end => CASE WHEN a THEN b END
        case a when 1, 2 then 'x' when 3 then 'y' else 'z' end
        => CASE a WHEN 1, 2 THEN 'x' WHEN 3 THEN 'y' ELSE 'z' END
        case when a then case when b then c else d end else e end + 1
        => CASE WHEN a THEN CASE WHEN b THEN c ELSE d END ELSE e END + 1
        cast(a as int) => CAST(a AS INT)
        cast(a as row<x int, y string not null>) => CAST(a AS ROW<x INT, y STRING NOT NULL>)
        try_cast('1' as decimal(10, 2)) => TRY_CAST('1' AS DECIMAL(10, 2))
        cast(a as interval day to second) => CAST(a AS INTERVAL DAY TO SECOND)
        cast(null as array<map<string, int>>) => CAST(NULL AS ARRAY<MAP<STRING, INT>>)
        cast(a as timestamp(3) with local time zone) => CAST(a AS TIMESTAMP_LTZ(3))
        extract(year from ts) => EXTRACT(YEAR FROM ts)
        extract(epoch from ts) => EXTRACT(EPOCH FROM ts)
        extract(dow from a + b) => EXTRACT(DOW FROM a + b)
        floor(ts to hour) => FLOOR(ts TO HOUR)
        ceil(ts to day) => CEIL(ts TO DAY)
        ceiling(x to millennium) => CEIL(x TO MILLENNIUM)
        floor(1.5) => floor(1.5)
        ceil(x) => ceil(x)
        ceiling(x) => ceiling(x)
        trim(a) => TRIM(a)
        trim(both 'x' from a) => TRIM(BOTH 'x' FROM a)
        trim(leading from a) => TRIM(LEADING FROM a)
        trim(trailing 'y' || 'z' from a) => TRIM(TRAILING 'y' || 'z' FROM a)
        trim('x' from a) => TRIM(BOTH 'x' FROM a)
        trim(both from a) => TRIM(a)
        position('a' in b) => POSITION('a' IN b)
        position(a || b in c) => POSITION(a || b IN c)
        overlay(a placing b from 1) => OVERLAY(a PLACING b FROM 1)
        overlay(a placing b from 1 for 2) => OVERLAY(a PLACING b FROM 1 FOR 2)
        substring(a from 1) => substring(a, 1)
        substring(a from 1 for 2) => substring(a, 1, 2)
        substring(a, 1, 2) => substring(a, 1, 2)
        timestampadd(minute, 5, ts) => TIMESTAMPADD(MINUTE, 5, ts)
        timestampdiff(sql_tsi_day, a, b) => TIMESTAMPDIFF(DAY, a, b)
        timestampadd(week, -1, ts) => TIMESTAMPADD(WEEK, -1, ts)
        (a - b) day => (a - b) DAY
        (a - b - c) day(3) to second(2) => (a - b - c) DAY(3) TO SECOND(2)
        (ts - date '2026-01-01') months => (ts - DATE '2026-01-01') MONTH
        array[1, 2] => ARRAY[1, 2]
        array[] => ARRAY[]
        map['a', 1, 'b', 2] => MAP['a', 1, 'b', 2]
        map[] => MAP[]
        row(1, 'a') => ROW(1, 'a')
        row() => ROW()
        (1, 2) => ROW(1, 2)
        arr[1] => arr[1]
        arr[1][2].x.y => arr[1][2].x.y
        m['k'] => m['k']
        t.r.f[1].g => t.r.f[1].g
        f(x).y => f(x).y
        (a.b).c => (a.b).c
        (r).x => (r).x
        cast(a as row<b int>).b => CAST(a AS ROW<b INT>).b
        (1).x => (1).x
        current_timestamp => current_timestamp
        current_date => current_date
        current_time => current_time
        localtime => localtime
        localtimestamp => localtimestamp
        now() => now()
        current_row_timestamp() => current_row_timestamp()
        localtimestamp(3) => localtimestamp(3)
        proctime() => proctime()
        left(a, 1) => left(a, 1)
        right(b, 2) => right(b, 2)
        year(ts) => year(ts)
        month(ts) => month(ts)
        mod(a, 2) => mod(a, 2)
        coalesce(a, b) => coalesce(a, b)
        nullif(a, b) => nullif(a, b)
        char_length(a) => char_length(a)
        upper(a) => upper(a)
        if(a > 1, b, c) => if(a > 1, b, c)
        concat_ws(',', a) => concat_ws(',', a)
        user() => user()
        `my func`(1) => `my func`(1)
        a.b.f(1) => a.b.f(1)
        grouping(a) => grouping(a)
        every(a) => every(a)
        truncate(a, 1) => truncate(a, 1)
        power(2, 3) => power(2, 3)
        `cast`(1) => `cast`(1)
        `trim`(a, b) => `trim`(a, b)
        `floor`(a, b) => `floor`(a, b)
        `substring`(a) => `substring`(a)
        json_value(a, '$.b') => JSON_VALUE(a, '$.b')
        json_value(a, 'lax $.b' returning int default 0 on empty error on error)
        => JSON_VALUE(a, 'lax $.b' RETURNING INT DEFAULT 0 ON EMPTY ERROR ON ERROR)
        json_value(a, '$' null on error null on empty) => JSON_VALUE(a, '$' NULL ON EMPTY NULL ON ERROR)
        json_query(a, '$' with wrapper) => JSON_QUERY(a, '$' WITH UNCONDITIONAL ARRAY WRAPPER)
        json_query(a, '$' returning array<string> without array wrapper null on empty empty array on error)
        => JSON_QUERY(a, '$' RETURNING ARRAY<STRING> WITHOUT ARRAY WRAPPER NULL ON EMPTY EMPTY ARRAY ON ERROR)
        json_query(a, '$' with conditional array wrapper empty object on empty)
        => JSON_QUERY(a, '$' WITH CONDITIONAL ARRAY WRAPPER EMPTY OBJECT ON EMPTY)
        json_query(a, '$' with unconditional wrapper) => JSON_QUERY(a, '$' WITH UNCONDITIONAL ARRAY WRAPPER)
        json_exists(a, '$.b') => JSON_EXISTS(a, '$.b')
        json_exists(a, '$.b' true on error) => JSON_EXISTS(a, '$.b' TRUE ON ERROR)
        json_exists(a, '$' unknown on error) => JSON_EXISTS(a, '$' UNKNOWN ON ERROR)
        json_object() => JSON_OBJECT()
        json_object('a' value 1) => JSON_OBJECT(KEY 'a' VALUE 1)
        json_object(key 'a' value b, key c value json_object('d' value 2 null on null) absent on null)
        => JSON_OBJECT(KEY 'a' VALUE b, KEY c VALUE JSON_OBJECT(KEY 'd' VALUE 2 NULL ON NULL) ABSENT ON NULL)
        json_array() => JSON_ARRAY()
        json_array(1, 'a', json_array(2) absent on null) => JSON_ARRAY(1, 'a', JSON_ARRAY(2) ABSENT ON NULL)
        json_array(null on null) => JSON_ARRAY(NULL ON NULL)
        json_array(null, 1 null on null) => JSON_ARRAY(NULL, 1 NULL ON NULL)
        json_objectagg(key k value v) => JSON_OBJECTAGG(KEY k VALUE v)
        json_objectagg(k value v absent on null) filter (where v > 1)
        => JSON_OBJECTAGG(KEY k VALUE v ABSENT ON NULL) FILTER (WHERE v > 1)
        json_arrayagg(x) => JSON_ARRAYAGG(x)
        json_arrayagg(x null on null) filter (where true) => JSON_ARRAYAGG(x NULL ON NULL) FILTER (WHERE TRUE)
        a => a
        b => b
        """#
}
