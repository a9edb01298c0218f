import HTTPAPI
import Operations
import Storage

/// The work that one of the servers on a store does at a time, each kind under a lease of its own; where one process has the
/// store, this one does it all.
struct Leases: Sendable {
    /// Whose turn it is.
    enum Turn: Sendable {
        case always
        case leased(Lease)

        var isHeld: Bool {
            switch self {
            case .always: true
            case .leased(let lease): lease.isHeld
            }
        }

        func whileHeld(_ body: @escaping @Sendable () async throws -> Void) async throws {
            switch self {
            case .always: try await body()
            case .leased(let lease): try await lease.whileHeld(body)
            }
        }
    }

    /// Carrying events from the outbox into the log.
    let relay: Turn
    /// Fulfilling orders.
    let fulfilment: Turn

    init(_ backends: Backends) {
        func turn(_ name: String) -> Turn {
            backends.storage.isShared ? .leased(Lease(name, backends.operations)) : .always
        }
        relay = turn("relay")
        fulfilment = turn("fulfilment")
    }

    private var leases: [Lease] {
        [relay, fulfilment].compactMap { if case .leased(let lease) = $0 { lease } else { nil } }
    }

    /// Where each kind of work is done, for who asks whether the server is ready. A server without a lease is as ready as another.
    var health: [ComponentHealth] {
        leases.map {
            ComponentHealth(name: $0.name, isReady: true, detail: $0.isHeld ? "done here" : "not done here")
        }
    }

    /// Lets another server take over at once.
    func release() async throws { for lease in leases { try await lease.release() } }
}
