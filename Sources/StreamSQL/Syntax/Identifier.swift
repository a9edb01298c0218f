/// A name as it was written, without its back-quotes. Flink: names are case-sensitive, but those of functions are not.
public struct Identifier: Hashable, Sendable {
    /// The name.
    public var name: String
    /// Where it stands.
    @NotCompared public var range: SourceRange
}

/// Names with dots between them: `catalog.database.table`, `alias.column.field`.
public struct QualifiedName: Hashable, Sendable {
    /// The names; at least one.
    public var parts: [Identifier]
    /// Where it stands.
    @NotCompared public var range: SourceRange

    /// The last name.
    public var last: Identifier { parts[parts.count - 1] }
    /// The only name, nil if there are several.
    public var simple: Identifier? { parts.count == 1 ? parts[0] : nil }
}
