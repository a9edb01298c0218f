import Hummingbird

/// What Hummingbird hands over beside a request.
public struct ConnectionContext: Hummingbird.RequestContext {
    /// Hummingbird's own part.
    public var coreContext: CoreRequestContextStorage
    /// Tells the address at the other end of the connection; empty if it is not known. A closure, since few requests
    /// need the text.
    let remoteAddress: @Sendable () -> String

    /// The context of a request on a connection.
    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        let channel = source.channel
        remoteAddress = { channel.remoteAddress?.ipAddress ?? "" }
    }
}
