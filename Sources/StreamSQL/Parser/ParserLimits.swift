/// How much a script may hold, so that no script can use up memory or stack.
public enum ParserLimits {
    /// The longest script, in bytes.
    public static let bytesMax = 1 << 20
    /// The most words and signs of a script.
    public static let tokensMax = 1 << 18
    /// How deep expressions, queries, types and patterns may be nested in the text.
    public static let nestingMax = 200
    /// How high the tree of an expression or a query may become, by nesting and by operators one after the other.
    public static let heightMax = 500
    /// The most errors of a script that are reported.
    public static let errorsMax = 50
}
