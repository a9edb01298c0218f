import Domain
import EventLog
import HTTPAPI
import Operations
import Primitives
import Storage

/// Tells the console what happens: orders as their events come, and once a second how things stand.
struct FeedPublisher: Sendable {
    let backends: Backends
    let feed: LiveFeed
    let counts: EventCounts

    /// Orders of one batch that are shown.
    private static let shownMax = 20
    private static let created = "ProductOrderCreateEvent".utf8

    /// Publishes new orders and their changes until cancelled.
    func publishOrders() async throws {
        var ends: [Int: Int64] = [:]
        for partition in try await backends.log.describe(Topic.order).partitions {
            // The last few make the first page lively after a restart.
            ends[partition.partition] = max(partition.earliestOffset, partition.endOffset - 4)
        }
        for try await batch in backends.log.follow(Topic.order, from: ends) {
            var orders: Int64 = 0
            for event in batch.events where event.header("ce_type").map({ $0.elementsEqual(Self.created) }) == true {
                orders += 1
            }
            // Older ones would be off the page at once.
            for event in batch.events.suffix(Self.shownMax) {
                // why: a record that somebody else put into the topic is not for the console
                guard let value = try? JSON(parsing: event.value), let order = value["event"]?["productOrder"]?.object
                else { continue }
                feed.publish(.order(Self.order(order, value)))
            }
            counts.add(orders: orders, events: Int64(batch.events.count))
        }
    }

    private static func order(_ order: JSONObject, _ event: JSON) -> FeedOrder {
        let party = order["relatedParty"]?.array?.first
        var amount = ""
        if let value = event["amount"]?.number?.text, let currency = event["currency"]?.string {
            amount = "\(value) \(currency)"
        }
        return FeedOrder(
            id: order["id"]?.string ?? "",
            customer: party?["name"]?.string ?? event["customerId"]?.string ?? "",
            state: order["state"]?.string ?? "",
            amount: amount,
            orderedAt: order["orderDate"]?.string.flatMap { Timestamp($0) } ?? Timestamp(milliseconds: 0)
        )
    }

    /// Counts the events of the other topics until cancelled.
    func countEvents(of topic: String) async throws {
        var ends: [Int: Int64] = [:]
        for partition in try await backends.log.describe(topic).partitions {
            ends[partition.partition] = partition.endOffset
        }
        for try await batch in backends.log.follow(topic, from: ends) {
            counts.add(orders: 0, events: Int64(batch.events.count))
        }
    }

    /// Publishes the state of things every second while somebody watches, until cancelled.
    func publishSnapshots(now: @Sendable () -> Timestamp) async throws {
        let clock = ContinuousClock()
        var last = clock.now
        var watchers = 0
        while true {
            try await Task.sleep(for: .milliseconds(200))
            // A new watcher does not wait for the next second.
            let isNew = feed.watchers > watchers
            watchers = feed.watchers
            guard isNew || last.duration(to: clock.now) >= .seconds(1) else { continue }
            let passed = last.duration(to: clock.now) / .seconds(1)
            last = clock.now
            let (orders, events) = counts.take()
            guard watchers > 0 else { continue }
            let overview: Overview
            do {
                overview = try await backends.operations.overview()
            } catch let error as StorageError where error != .closed {
                // A store that is away or overloaded says so in the server's log; the console shows its last numbers meanwhile.
                continue
            }
            feed.publish(
                .snapshot(
                    FeedSnapshot(
                        ordersPerSecond: Double(orders) / passed,
                        eventsPerSecond: Double(events) / passed,
                        customers: overview.customers,
                        orders: overview.orders,
                        products: overview.products,
                        fallout: overview.fallout,
                        outboxWaiting: overview.outboxWaiting,
                        ordersByState: Dictionary(
                            uniqueKeysWithValues: overview.ordersByState.map { ($0.state.rawValue, $0.count) }
                        ),
                        at: now()
                    )
                )
            )
        }
    }
}
