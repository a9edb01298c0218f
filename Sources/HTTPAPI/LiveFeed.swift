import Primitives
import Synchronization

/// Something that the console shows as it happens.
public enum FeedItem: Sendable, Hashable {
    /// An order is new or has changed.
    case order(FeedOrder)
    /// How things stand; published about once a second, which also keeps connections alive.
    case snapshot(FeedSnapshot)
}

/// An order as the console lists it.
public struct FeedOrder: Sendable, Hashable {
    /// The order's id.
    public let id: String
    /// The customer's name, or id where the name is not at hand.
    public let customer: String
    /// The order's state.
    public let state: String
    /// The amount with its currency, for people: `49.90 EUR`; empty if it has none.
    public let amount: String
    /// When it was ordered.
    public let orderedAt: Timestamp

    /// An order.
    public init(id: String, customer: String, state: String, amount: String, orderedAt: Timestamp) {
        self.id = id
        self.customer = customer
        self.state = state
        self.amount = amount
        self.orderedAt = orderedAt
    }
}

/// How things stand.
public struct FeedSnapshot: Sendable, Hashable {
    /// Orders taken per second, lately.
    public let ordersPerSecond: Double
    /// Events that reached the log per second, lately.
    public let eventsPerSecond: Double
    /// Customers.
    public let customers: Int
    /// Orders.
    public let orders: Int
    /// Products in inventory.
    public let products: Int
    /// Orders in the fall-out queue.
    public let fallout: Int
    /// Events that wait in the outbox.
    public let outboxWaiting: Int
    /// Orders by state.
    public let ordersByState: [String: Int]
    /// When.
    public let at: Timestamp

    /// A snapshot with these figures.
    public init(
        ordersPerSecond: Double,
        eventsPerSecond: Double,
        customers: Int,
        orders: Int,
        products: Int,
        fallout: Int,
        outboxWaiting: Int,
        ordersByState: [String: Int],
        at: Timestamp
    ) {
        self.ordersPerSecond = ordersPerSecond
        self.eventsPerSecond = eventsPerSecond
        self.customers = customers
        self.orders = orders
        self.products = products
        self.fallout = fallout
        self.outboxWaiting = outboxWaiting
        self.ordersByState = ordersByState
        self.at = at
    }
}

/// Passes items to all who watch. A watcher that does not keep up loses its oldest items and is told how many; nobody
/// else waits for it, and the publisher never does.
public final class LiveFeed: Sendable {
    private struct State {
        var nextID: UInt64 = 0
        var watchers: [UInt64: Watcher] = [:]
        var recent: [FeedItem] = []
        var snapshot: FeedItem?
        var isFinished = false
    }

    private struct Watcher {
        let continuation: AsyncStream<FeedItem>.Continuation
        var lost = 0
    }

    private let state = Mutex(State())

    /// A feed without watchers.
    public init() {}

    /// How many watch: a publisher may save itself work when nobody does.
    public var watchers: Int { state.withLock { $0.watchers.count } }

    /// Shows an item to all who watch, now and, if it is the newest of its kind, later.
    public func publish(_ item: FeedItem) {
        state.withLock { state in
            switch item {
            case .snapshot: state.snapshot = item
            case .order:
                state.recent.append(item)
                if state.recent.count > HTTPLimits.feedRecentMax { state.recent.removeFirst() }
            }
            for id in state.watchers.keys {
                if case .dropped? = state.watchers[id]?.continuation.yield(item) { state.watchers[id]?.lost += 1 }
            }
        }
    }

    /// Ends all watching, now and in future: the server is stopping.
    public func finish() {
        let watchers = state.withLock { state in
            state.isFinished = true
            defer { state.watchers = [:] }
            return Array(state.watchers.values)
        }
        for watcher in watchers { watcher.continuation.finish() }
    }

    /// Begins to watch: what is known first, then what comes. Nil when too many watch already.
    func watch() -> (id: UInt64, items: AsyncStream<FeedItem>)? {
        let (stream, continuation) = AsyncStream.makeStream(
            of: FeedItem.self,
            bufferingPolicy: .bufferingNewest(HTTPLimits.feedBufferMax)
        )
        return state.withLock { state in
            guard state.watchers.count < HTTPLimits.feedSubscribersMax else { return nil }
            if let snapshot = state.snapshot { continuation.yield(snapshot) }
            for item in state.recent { continuation.yield(item) }
            if state.isFinished { continuation.finish() }
            state.nextID += 1
            state.watchers[state.nextID] = Watcher(continuation: continuation)
            return (state.nextID, stream)
        }
    }

    /// How many items a watcher has lost since it last asked.
    func takeLost(_ id: UInt64) -> Int {
        state.withLock { state in
            let lost = state.watchers[id]?.lost ?? 0
            if lost > 0 { state.watchers[id]?.lost = 0 }
            return lost
        }
    }

    /// Stops to watch.
    func leave(_ id: UInt64) {
        state.withLock { state in
            state.watchers[id] = nil
            // Nobody keeps it fresh any more, and the next watcher would take it for the present.
            if state.watchers.isEmpty { state.snapshot = nil }
        }
    }
}

extension FeedItem {
    /// The item as a server-sent event (WHATWG HTML §9.2).
    var text: String {
        switch self {
        case .order(let order):
            let json: JSON = [
                "id": .string(order.id), "customer": .string(order.customer), "state": .string(order.state),
                "amount": .string(order.amount), "orderedAt": .string(order.orderedAt.description),
            ]
            return "event: order\ndata: \(json.text)\n\n"
        case .snapshot(let snapshot):
            let states = snapshot.ordersByState.sorted { $0.key < $1.key }
            let json: JSON = [
                "ordersPerSecond": Self.rate(snapshot.ordersPerSecond),
                "eventsPerSecond": Self.rate(snapshot.eventsPerSecond),
                "customers": .integer(Int64(snapshot.customers)), "orders": .integer(Int64(snapshot.orders)),
                "products": .integer(Int64(snapshot.products)), "fallout": .integer(Int64(snapshot.fallout)),
                "outboxWaiting": .integer(Int64(snapshot.outboxWaiting)),
                "ordersByState": .object(JSONObject(states.map { ($0.key, .integer(Int64($0.value))) })),
                "at": .string(snapshot.at.description),
            ]
            return "event: snapshot\ndata: \(json.text)\n\n"
        }
    }

    private static func rate(_ value: Double) -> JSON {
        let tenths = value.isFinite ? Int64((max(0, min(value, 1e15)) * 10).rounded()) : 0
        return .number(JSONNumber(validated: "\(tenths / 10).\(tenths % 10)"))
    }
}
