/// What the operator may set of the HTTP side. Idle time-outs, header bytes and connections are enforced by the server
/// that the API runs in, which reads them from here.
public struct HTTPSettings: Sendable, Hashable {
    /// Bytes of a request's body; more is answered with 413.
    public var bodyBytesMax: Int
    /// Bytes of all headers of a request.
    public var headerBytesMax: Int
    /// Headers of a request.
    public var headersMax: Int
    /// Resources in a page; a higher `limit` is answered with 400.
    public var pageMax: Int
    /// Requests per second of one caller (key, or address without keys); nil for no limit. More are answered with 429.
    public var requestsPerSecond: Int?
    /// Requests that one caller may send at once after a pause.
    public var requestBurst: Int
    /// Connections that are open at the same time.
    public var connectionsMax: Int
    /// Seconds after which a connection without traffic is closed; this also ends bodies that never arrive.
    public var idleSeconds: Int
    /// Whether requests need an API key.
    public var requiresKeys: Bool
    /// The program's version, as the overview shows it.
    public var version: String

    /// The defaults unless said otherwise.
    public init(
        bodyBytesMax: Int = 1 << 20,
        headerBytesMax: Int = 32 << 10,
        headersMax: Int = 100,
        pageMax: Int = 1_000,
        requestsPerSecond: Int? = nil,
        requestBurst: Int = 1_000,
        connectionsMax: Int = 10_000,
        idleSeconds: Int = 60,
        requiresKeys: Bool = false,
        version: String = "0"
    ) {
        self.bodyBytesMax = bodyBytesMax
        self.headerBytesMax = headerBytesMax
        self.headersMax = headersMax
        self.pageMax = pageMax
        self.requestsPerSecond = requestsPerSecond
        self.requestBurst = requestBurst
        self.connectionsMax = connectionsMax
        self.idleSeconds = idleSeconds
        self.requiresKeys = requiresKeys
        self.version = version
    }
}

/// Named limits of the HTTP side that are part of its contract and not the operator's to set.
public enum HTTPLimits {
    /// Parameters in a query.
    public static let parametersMax = 64
    /// Steps of an attribute's path in a filter, a sort or a selection.
    public static let pathStepsMax = 8
    /// Attributes in `fields`.
    public static let fieldsMax = 64
    /// Attributes in `sort`.
    public static let sortsMax = 8
    /// Bytes of a request id from outside; a longer one is replaced.
    public static let requestIDBytesMax = 128
    /// Callers whose rate is remembered; beyond it the longest idle ones are forgotten.
    public static let callersMax = 10_000
    /// Records in one POST to a topic.
    public static let recordsMax = 10_000
    /// Records in one answer that does not follow, unless `max` asks for fewer.
    public static let recordsReadMax = 100_000
    /// How long a read of a topic may wait for records, in milliseconds.
    public static let recordWaitMillisecondsMax: Int64 = 60_000
    /// Bytes of a script with its declarations in one query.
    public static let sqlBytesMax = 256 << 10
    /// Feed items kept per slow subscriber; beyond it the oldest are lost, and the subscriber is told how many.
    public static let feedBufferMax = 256
    /// Subscribers of the live feed.
    public static let feedSubscribersMax = 256
    /// Orders that a new subscriber of the live feed gets at once.
    public static let feedRecentMax = 40
    /// Rows of the lists under /bss/v1.
    public static let listMax = 1_000
    /// Rows of those lists where the request names no `limit`.
    public static let listDefault = 100
}
