import Foundation

/// A process that cannot be mistaken for another: its id, and when it began. The kernel gives an id to a new process once the
/// old one has ended; a process is only signalled if both are right.
public struct ProcessIdentity: Sendable, Hashable {
    /// The process id.
    public let id: Int32
    /// When it began, in clock ticks since the machine started: field 22 of /proc/ID/stat, proc(5).
    public let startTicks: UInt64

    /// An identity.
    public init(id: Int32, startTicks: UInt64) {
        self.id = id
        self.startTicks = startTicks
    }

    /// The process that has this id now; nil if there is none, or only what is left of one that has ended.
    public init?(running id: Int32) {
        guard let status = Self.status(id), status.state != "Z" else { return nil }
        self.init(id: id, startTicks: status.startTicks)
    }

    /// Whether it still runs.
    public var isRunning: Bool { ProcessIdentity(running: id) == self }

    /// Its memory in bytes, as far as it is in RAM; nil if it has ended.
    public var residentBytes: Int64? {
        guard isRunning, let text = Self.text("/proc/\(id)/statm") else { return nil }
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int64($0) }
        return pages.map { $0 * Int64(sysconf(Int32(_SC_PAGESIZE))) }
    }

    /// It and all processes that it began, and they, and so on; the youngest generation last.
    public var family: [ProcessIdentity] {
        var children: [Int32: [Int32]] = [:]
        // why: a process that ended while the folder was read is no member
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
            guard let id = Int32(name), let status = Self.status(id) else { continue }
            children[status.parent, default: []].append(id)
        }
        var members = isRunning ? [self] : []
        var next = 0
        while next < members.count {
            members += (children[members[next].id] ?? []).compactMap { ProcessIdentity(running: $0) }
            next += 1
        }
        return members
    }

    /// Sends a signal, if it still runs.
    public func signal(_ number: Int32) {
        if isRunning { kill(id, number) }
    }

    private static func status(_ id: Int32) -> (parent: Int32, state: Character, startTicks: UInt64)? {
        // The name in the second field may hold blanks and parentheses.
        guard let text = text("/proc/\(id)/stat"), let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 19, let parent = Int32(fields[1]), let start = UInt64(fields[19]) else { return nil }
        return (parent, fields[0].first ?? "?", start)
    }

    private static func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}
