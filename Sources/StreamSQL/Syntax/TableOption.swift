/// `'key' = 'value'` in `WITH (...)`, in a hint, or in `SET`.
public struct TableOption: Hashable, Sendable {
    /// The key.
    public var key: String
    /// The value.
    public var value: String
    /// Where the key stands.
    @NotCompared public var keyRange: SourceRange
    /// Where the value stands.
    @NotCompared public var valueRange: SourceRange
}

/// A hint in `/*+ ... */`: `OPTIONS('k' = 'v')`, `STATE_TTL('t' = '1d')`, `BROADCAST(t)`.
public struct Hint: Hashable, Sendable {
    /// Its name, such as `OPTIONS`.
    public var name: Identifier
    /// Its arguments of the form `'k' = 'v'`.
    public var options: [TableOption]
    /// Its arguments of any other form, in their order.
    public var arguments: [String]
    /// Where it stands.
    @NotCompared public var range: SourceRange
}
