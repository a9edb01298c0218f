import StreamSQL

extension ScriptBinder {
    /// The inserts of a script.
    static func inserts(of script: String) throws -> [Binder.BoundInsert] {
        var binder = ScriptBinder()
        var inserts: [Binder.BoundInsert] = []
        for statement in try Script(parsing: script).statements {
            if case .job(let bound) = try binder.bind(statement, source: script) { inserts += bound }
        }
        return inserts
    }
}
