import StreamSQL

/// A script whose inserts run as one job over topics.
package struct JobScript: Sendable {
    /// The inserts.
    package let inserts: [Binder.BoundInsert]
    /// What SET says: Flink's keys.
    package let settings: [String: String]

    /// Reads a script of CREATE, SET, INSERT and EXECUTE STATEMENT SET statements.
    ///
    /// - Throws: `ScriptFault` for what is wrong with it.
    package init(_ source: String, name: String) throws(ScriptFault) {
        let script: Script
        do { script = try Script(parsing: source) } catch {
            throw ScriptFault(error.rendered(source: source, file: name))
        }
        var binder = ScriptBinder()
        var inserts: [Binder.BoundInsert] = []
        for statement in script.statements {
            let bound: BoundStatement
            do { bound = try binder.bind(statement, source: source) } catch {
                throw ScriptFault(error.rendered(source: source, file: name))
            }
            switch bound {
            case .declared: break
            case .job(let more): inserts += more
            case .query, .text, .table:
                let error = SQLError(.invalid, "a job has no use for this: it inserts into tables", at: statement.range)
                throw ScriptFault(error.rendered(source: source, file: name))
            }
        }
        guard !inserts.isEmpty else { throw ScriptFault("\(name): a job needs at least one INSERT INTO") }
        self.inserts = inserts
        settings = binder.settings
    }

    /// A setting that is a duration, as Flink writes them (`10 s`, `500 ms`, `2 min`), in milliseconds; nil if it is not set.
    ///
    /// - Throws: `ScriptFault` if it is no duration.
    package func milliseconds(_ key: String) throws(ScriptFault) -> Int64? {
        try Self.milliseconds(key, in: settings)
    }

    /// A setting of a script that is a duration, as `milliseconds(_:)` of a job's.
    ///
    /// - Throws: `ScriptFault` if it is no duration.
    package static func milliseconds(
        _ key: String,
        in settings: [String: String]
    ) throws(ScriptFault) -> Int64? {
        guard let text = settings[key] else { return nil }
        let digits = text.prefix { $0.isNumber }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }
        let units: [(names: [Substring], milliseconds: Int64)] = [
            (["", "ms", "milli", "millis", "millisecond", "milliseconds"], 1),
            (["s", "sec", "secs", "second", "seconds"], 1_000),
            (["m", "min", "mins", "minute", "minutes"], 60_000),
            (["h", "hour", "hours"], 3_600_000),
            (["d", "day", "days"], 86_400_000),
        ]
        guard let number = Int64(digits), let found = units.first(where: { $0.names.contains(unit) }),
            case let (product, overflow) = number.multipliedReportingOverflow(by: found.milliseconds), !overflow
        else { throw ScriptFault("SET '\(key)' = '\(text)': write a duration such as 10 s, 500 ms or 2 min") }
        return product
    }
}

/// What is wrong with a script, as people read it.
package struct ScriptFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The text, with the place.
    package let description: String

    /// A fault.
    package init(_ description: String) { self.description = description }
}
