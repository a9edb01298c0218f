extension Parser {
    /// The statements that Flink has and this subset lacks, by their first words, with what to do instead.
    private static let statements: [(words: [String], hint: String?)] = [
        (["ADD", "JAR"], "functions are built in"),
        (["ALTER"], "drop it and create it anew"),
        (["ANALYZE"], nil),
        (["CALL"], nil),
        (["COMPILE", "PLAN"], nil),
        (["COMPILE", "AND", "EXECUTE", "PLAN"], nil),
        (["DELETE"], "streams only add and update; write a query whose result changes"),
        (["LOAD", "MODULE"], "functions are built in"),
        (["MERGE"], "streams only add and update; write a query whose result changes"),
        (["QUIT"], nil),
        (["REFRESH"], nil),
        (["REMOVE", "JAR"], "functions are built in"),
        (["REPLACE", "TABLE"], "drop it and create it anew"),
        (["STOP", "JOB"], "jobs are stopped by name on the command line"),
        (["TRUNCATE"], nil),
        (["UNLOAD", "MODULE"], "functions are built in"),
        (["UPDATE"], "streams only add and update; write a query whose result changes"),
        (["UPSERT"], "write INSERT INTO a table with a PRIMARY KEY"),
        (["USE"], "there is one catalog and one database"),
    ]
    /// What Flink can create, drop, describe and show, by its first words.
    private static let objects = [
        ["CATALOG"], ["CATALOGS"], ["COLUMNS"], ["CONNECTION"], ["CONNECTIONS"], ["CURRENT", "CATALOG"],
        ["CURRENT", "DATABASE"], ["DATABASE"], ["DATABASES"], ["FULL", "MODULES"], ["FUNCTION"], ["JARS"], ["JOB"],
        ["MATERIALIZED", "TABLE"], ["MATERIALIZED", "TABLES"], ["MODEL"], ["MODELS"], ["MODULES"], ["PARTITIONS"],
        ["PROCEDURES"], ["SCHEMA"], ["SYSTEM", "FUNCTION"],
    ]

    /// Reads words if they are there.
    private mutating func accept(words: [String]) -> Bool {
        for (distance, word) in words.enumerated() {
            let token = peek(distance)
            let isWord = token.kind == .name || token.kind == .reserved || token.kind == .reservedFunction
            guard isWord, text(token).uppercased() == word else { return false }
        }
        for _ in words { advance() }
        return true
    }

    /// The error of a statement that Flink has and this subset lacks; nil if it is none.
    mutating func unsupportedStatement() -> SQLError? {
        let start = token
        for statement in Parser.statements where accept(words: statement.words) {
            return unsupported(statement.words.joined(separator: " "), from: start, hint: statement.hint)
        }
        return nil
    }

    /// The error of something that cannot be created, dropped, described or shown.
    mutating func unsupportedObject(of verb: String, from start: Token, supported: String) -> SQLError {
        for words in Parser.objects where accept(words: words) {
            return unsupported("\(verb) \(words.joined(separator: " "))", from: start)
        }
        return unexpected(expecting: supported)
    }
}
