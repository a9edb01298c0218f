/// The name under which a producer's sequences are remembered, so that resending after a crash doubles nothing.
///
/// One name belongs to one sender at a time, such as the outbox relay, which awaits each append before the next: a
/// smaller sequence that arrives after a larger one counts as known.
public struct Producer: Hashable, Sendable {
    /// The name, in UTF-8 at most `EventLogLimits.producerNameBytesMax`.
    public let name: String

    /// The producer with this name.
    public init(_ name: String) { self.name = name }
}
