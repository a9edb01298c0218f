import Logging
import Metrics
import Primitives
import Storage
import Synchronization

/// A turn that one process at a time has. Servers on one store agree by it on which of them does what is done once, such as
/// relaying events.
///
/// The holder raises a number in the lease's row again and again. Who has seen no new number for `Timing.lapseMilliseconds` takes
/// the lease; a holder that could not raise it for `Timing.holdMilliseconds`, which is less, ends its work. Each process
/// measures durations by its own clock, so clocks need not agree. A process that the system stops for longer may work for a moment
/// beside the next holder when it goes on: what a lease guards must bear that (the log drops events that it has, an order's
/// step is taken only from the version that was read).
public final class Lease: Sendable {
    /// How long what takes, in milliseconds.
    public struct Timing: Sendable {
        /// Between two looks at the row, and between two renewals.
        public let renewMilliseconds: Int64
        /// So long after its last renewal the holder may work.
        public let holdMilliseconds: Int64
        /// So long after the last change that it saw another process takes over.
        public let lapseMilliseconds: Int64

        /// Timing with these durations, each longer than the one before.
        public init(renewMilliseconds: Int64, holdMilliseconds: Int64, lapseMilliseconds: Int64) {
            precondition(renewMilliseconds < holdMilliseconds && holdMilliseconds < lapseMilliseconds)
            self.renewMilliseconds = renewMilliseconds
            self.holdMilliseconds = holdMilliseconds
            self.lapseMilliseconds = lapseMilliseconds
        }

        /// Another server takes over within eight seconds of a crash, and within one when a server stops.
        public static let standard = Timing(
            renewMilliseconds: 1_000,
            holdMilliseconds: 4_000,
            lapseMilliseconds: 6_000
        )
    }

    /// What stands in the row.
    struct Holding: Sendable, Hashable {
        /// Nil where it was released.
        var holder: Identifier?
        var renewal: Int64

        /// What `process` may write in its place: its own renewed, a released one taken, and one that it knows to have lapsed.
        func next(_ process: Identifier, lapsed: Holding?) -> Holding? {
            guard holder == process || holder == nil || self == lapsed else { return nil }
            return Holding(holder: process, renewal: renewal + 1)
        }
    }

    /// What the lease is of.
    public let name: String
    private let process: Identifier
    private let storage: any Storage
    private let timing: Timing
    private let logger: Logger
    private let clock = ContinuousClock()
    private let heldUntil = Mutex<ContinuousClock.Instant?>(nil)
    private let gauge: Gauge

    /// A lease of this name over the operations' store.
    public init(_ name: String, _ operations: Operations, timing: Timing = .standard) {
        self.name = name
        self.timing = timing
        storage = operations.storage
        logger = operations.logger
        process = operations.surroundings.identifier()
        gauge = Gauge(label: "bss_lease_held", dimensions: [("lease", name)])
        gauge.record(0)
    }

    /// Whether this process holds it.
    public var isHeld: Bool { heldUntil.withLock { $0.map { clock.now < $0 } ?? false } }

    /// Runs `body` whenever this process holds the lease, until `body` returns or the task is cancelled. When the lease is lost
    /// `body` is cancelled, and runs again when it is won back. The lease is kept at the end, until `release` or for as long as
    /// it holds.
    public func whileHeld(_ body: @escaping @Sendable () async throws -> Void) async throws {
        while true {
            try await acquire()
            logger.info("this server has the lease", metadata: ["lease": "\(name)"])
            let hasEnded = try await withThrowingTaskGroup(of: Bool.self) { group in
                defer { group.cancelAll() }
                group.addTask {
                    try await body()
                    return true
                }
                group.addTask {
                    try await self.renew()
                    return false
                }
                group.addTask {
                    try await self.untilOver()
                    return false
                }
                return try await group.next()!
            }
            try Task.checkCancellation()
            if hasEnded { return }
            gauge.record(0)
            logger.warning("another server may take over", metadata: ["lease": "\(name)"])
        }
    }

    /// Gives it up, so that another process has it at its next look; nothing to do where it is not held.
    public func release() async throws {
        guard isHeld else { return }
        heldUntil.withLock { $0 = nil }
        gauge.record(0)
        _ = try await storage.write { [name, process] transaction in
            try transaction.update(
                Schema.leases,
                key: [.text(name)],
                set: [("holder", .null)],
                where: .equals("holder", .identifier(process))
            )
        }
    }

    private func acquire() async throws {
        var seen: (holding: Holding, since: ContinuousClock.Instant)?
        while true {
            let now = clock.now
            do {
                let holding = try await storage.read { [name] in try Self.holding(name, $0) }
                if seen?.holding != holding { seen = holding.map { ($0, now) } }
                let lapsed = seen.flatMap {
                    clock.now - $0.since >= .milliseconds(timing.lapseMilliseconds) ? $0.holding : nil
                }
                let mayTake = holding.map { $0.next(process, lapsed: lapsed) != nil } ?? true
                if mayTake, try await take(lapsed: lapsed) { return }
            } catch let error as StorageError where error != .closed {
                // The holder may not have been able to renew it either: the time without the store proves nothing.
                seen = nil
                logger.error("the lease cannot be read", metadata: ["lease": "\(name)", "error": "\(error)"])
            }
            try await Task.sleep(for: .milliseconds(timing.renewMilliseconds))
        }
    }

    /// Renews until the lease is another's.
    private func renew() async throws {
        while true {
            try await Task.sleep(for: .milliseconds(timing.renewMilliseconds))
            do {
                if try await !take(lapsed: nil) { return heldUntil.withLock { $0 = nil } }
            } catch let error as StorageError where error != .closed {
                logger.error("the lease cannot be renewed", metadata: ["lease": "\(name)", "error": "\(error)"])
            }
        }
    }

    /// Returns when it was not renewed for too long.
    private func untilOver() async throws {
        while let until = heldUntil.withLock({ $0 }), clock.now < until { try await clock.sleep(until: until) }
    }

    /// Writes this process into the row where it may; says whether it did.
    private func take(lapsed: Holding?) async throws -> Bool {
        // From before the write: another process may have seen it as soon as it was made.
        let began = clock.now
        let isTaken = try await storage.write { [name, process] transaction in
            guard let holding = try Self.holding(name, transaction) else {
                try transaction.insert(
                    Row(Schema.leases, [.text(name), .identifier(process), .integer(1)])
                )
                return true
            }
            guard let next = holding.next(process, lapsed: lapsed) else { return false }
            return try transaction.update(
                Schema.leases,
                key: [.text(name)],
                set: [("holder", .identifier(process)), ("renewal", .integer(next.renewal))],
                where: .all([])
            )
        }
        if isTaken {
            heldUntil.withLock { $0 = began + .milliseconds(timing.holdMilliseconds) }
            gauge.record(1)
        }
        return isTaken
    }

    private static func holding(_ name: String, _ transaction: any ReadTransaction) throws -> Holding? {
        try transaction.row(Schema.leases, key: [.text(name)]).map {
            Holding(holder: $0["holder"].identifier, renewal: $0["renewal"].integer!)
        }
    }
}
