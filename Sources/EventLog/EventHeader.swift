/// A named value that travels beside a record's content, such as a CloudEvents attribute.
public struct EventHeader: Hashable, Sendable {
    /// The name, in UTF-8 at most `EventLogLimits.headerNameBytesMax`.
    public let name: String
    /// The value; text headers hold UTF-8.
    public let value: [UInt8]

    /// A header with this name and these bytes.
    public init(_ name: String, _ value: [UInt8]) {
        self.name = name
        self.value = value
    }

    /// A header with this name and this text.
    public init(_ name: String, text: String) { self.init(name, Array(text.utf8)) }
}
