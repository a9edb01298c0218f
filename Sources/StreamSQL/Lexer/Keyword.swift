/// The words that the grammar looks for. Flink: Parser.tdd and Calcite's Parser.jj, which have further words that cannot be
/// names (`KeywordTable`).
enum Keyword: UInt16, CaseIterable {
    /// No keyword.
    case none
    // Words that may be names.
    case absent, after, asc, catalog, conditional, connection, database, dayofweek, dayofyear, days, decade, desc
    case descriptor, dow, doy, century, encoding, enforced, epoch, error, excluding, final, first, following, format
    case generated, hours, `if`, ignore, including, isodow, isoyear, jar, jars, job, jobs, json, key, last, load, map
    case metadata, microsecond, millennium, millisecond, minutes, model, months, nanosecond, nulls, object, options
    case ordinality, others, overwrite, overwriting, partitioned, partitions, passing, past, placing, plan, preceding
    case quarter, remove, respect, returning, scalar, seconds, sets, stop, temporary, timestampadd, timestampdiff, ties
    case unbounded, unconditional, unload, view, virtual, week, wrapper, years, zone
    // Words that cannot be names.
    case all, alter, analyze, and, any, array, `as`, asymmetric, at, begin, between, bigint, binary, boolean, both, by
    case bytes, call, `case`, cast, ceil, ceiling, char, character, collate, comment, compile, constraint, contains,
        create
    case cross, cube, current, currentDate, currentTime, currentTimestamp, cursor, date, datetime, day, dec, decimal
    case `default`, define, delete, describe, distinct, distributed, distribution, double, drop, `else`, empty, end,
        equals
    case escape, except, execute, exists, explain, extended, extract, `false`, fetch, filter, float, floor, `for`, from
    case full, function, functions, group, grouping, having, hour, ilike, immediately, `in`, inner, insert, int, integer
    case intersect, interval, into, `is`, join, jsonArray, jsonArrayagg, jsonExists, jsonObject, jsonObjectagg,
        jsonQuery
    case jsonValue, lateral, leading, left, like, limit, local, localtime, localtimestamp, match, matchRecognize
    case materialized, measures, member, merge, minus, minute, month, multiset, natural, new, next, not, null, numeric
    case offset, on, one, only, or, order, outer, over, overlaps, overlay, partition, pattern, per, period, permute,
        pivot
    case position, precedes, precision, primary, qualify, quarters, range, raw, real, recursive, reset, right, rlike,
        rollup, row, rows
    case running, second, select, set, show, similar, skip, smallint, some, statement, string, structured, submultiset
    case subset, substring, succeeds, symmetric, systemTime, table, tables, tablesample, then, time, timestamp,
        timestampLtz
    case tinyint, to, trailing, trim, `true`, truncate, tryCast, union, unique, unknown, unnest, unpivot, update,
        upsert, use
    case user, using, value, values, varbinary, varchar, varying, views, watermark, watermarks, weeks, when, `where`,
        window, with
    case within, without, year

    /// The first keyword that cannot be a name.
    static let firstReserved = Keyword.all

    /// As it is written: `CURRENT_TIMESTAMP`.
    var text: String {
        var text = ""
        for character in String(describing: self) {
            if character.isUppercase { text.append("_") }
            text += character.uppercased()
        }
        return text
    }
}
