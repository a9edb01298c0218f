/// Where a node of a cluster listens: `host:port`, a host of IPv6 in brackets.
public struct NodeAddress: Hashable, Sendable, CustomStringConvertible {
    /// The name or the address.
    public let host: String
    /// The port.
    public let port: Int

    /// An address.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `host:port` or `host`, which means port 5432; nil for anything else.
    public init?(_ text: String) {
        var host = text
        var port = 5_432
        if let colon = text.lastIndex(of: ":"), !text.hasSuffix("]") {
            guard let number = Int(text[text.index(after: colon)...]), (1...65_535).contains(number) else { return nil }
            host = String(text[..<colon])
            port = number
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard !host.isEmpty, !host.contains(where: { $0.isWhitespace || $0 == "/" || $0 == "@" }) else { return nil }
        self.init(host: host, port: port)
    }

    /// `host:port`.
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

extension PostgresAddress {
    /// The same database and user on another node of the cluster.
    func at(_ node: NodeAddress) -> PostgresAddress {
        with("hostaddr", nil).with("host", node.host).with("port", String(node.port))
    }

    /// The host and the port that it names, with libpq's defaults.
    public var node: NodeAddress {
        NodeAddress(
            host: parameters["host"] ?? parameters["hostaddr"] ?? "127.0.0.1",
            port: parameters["port"].flatMap { Int($0) } ?? 5_432
        )
    }
}
