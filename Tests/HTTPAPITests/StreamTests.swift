import Domain
import Foundation
import Primitives
import Testing

@testable import HTTPAPI

/// Records as lines, the live feed and the console's page.
@Suite struct StreamTests {
    private func stored(_ key: [UInt8]?, _ value: [UInt8], isTombstone: Bool = false) -> String {
        let record = TopicAccess.StoredRecord(
            topic: "t",
            partition: 1,
            offset: 2,
            timestamp: Timestamp(milliseconds: 0),
            key: key,
            headers: [TopicAccess.Header(name: "ce_id", value: Array("7".utf8))],
            value: value,
            isTombstone: isTombstone
        )
        return String(decoding: TopicRecords.line(record), as: UTF8.self)
    }

    @Test func aRecordIsOneLine() {
        let head = #"{"topic":"t","partition":1,"offset":2,"timestamp":"1970-01-01T00:00:00.000Z","#
        #expect(
            stored(Array("k".utf8), Array("{\n \"a\" : 1.50 }".utf8))
                == head + #""key":"k","headers":{"ce_id":"7"},"value":{"a":1.50}}"# + "\n"
        )
        #expect(
            stored(nil, Array("plain \"x\"".utf8)).hasSuffix(
                #""key":null,"headers":{"ce_id":"7"},"value":"plain \"x\""}"# + "\n"
            )
        )
        #expect(
            stored([0xFF], [0xFF, 0]).hasSuffix(
                #""keyBase64":"/w==","headers":{"ce_id":"7"},"valueBase64":"/wA="}"# + "\n"
            )
        )
        #expect(stored(Array("k".utf8), [], isTombstone: true).hasSuffix(#""value":null}"# + "\n"))
        #expect(stored(Array("k".utf8), Array("null".utf8)).hasSuffix(#""value":"null"}"# + "\n"))
        // A text that happens to be a JSON string comes back as the text it is.
        #expect(stored(nil, Array("\"s\"".utf8)).hasSuffix(#""value":"\"s\""}"# + "\n"))
    }

    @Test func linesBecomeRecords() throws {
        let plain = try TopicRecords.records(values: Array("a\r\n\n  \n{\"x\":1}".utf8), keyField: nil)
        #expect(plain.map(\.value) == [Array("a".utf8), Array("{\"x\":1}".utf8)] && plain.allSatisfy { $0.key == nil })
        let keyed = try TopicRecords.records(
            values: Array("{\"c\":\"k\"}\n{\"c\":5}\n{}\n{\"c\":null}".utf8),
            keyField: "c"
        )
        #expect(keyed.map { $0.key.map { String(decoding: $0, as: UTF8.self) } } == ["k", "5", nil, nil])
        let enveloped = try TopicRecords.records(
            envelopes: Array((#"{"key":"k","value":{"a":1},"headers":{"h":"v"}}"# + "\n" + #"{"value":"t"}"#).utf8)
        )
        #expect(enveloped.map(\.value) == [Array("{\"a\":1}".utf8), Array("t".utf8)])
        #expect(enveloped[0].headers == [TopicAccess.Header(name: "h", value: Array("v".utf8))])
        #expect(throws: Refusal.self) { try TopicRecords.records(values: Array("[]".utf8), keyField: "c") }
        let lines = #"{"key":"k","value":null}"# + "\n" + #"{"key":"k","value":"null"}"#
        let deleting = try TopicRecords.records(envelopes: Array(lines.utf8))
        #expect(deleting.map(\.isTombstone) == [true, false] && deleting.map(\.value) == [[], Array("null".utf8)])
        #expect(throws: Refusal.self) { try TopicRecords.records(envelopes: Array("{\"value\":null}".utf8)) }
        #expect(throws: Refusal.self) { try TopicRecords.records(envelopes: Array("{\"key\":1,\"value\":2}".utf8)) }
        #expect(throws: Refusal.self) { try TopicRecords.records(envelopes: Array("{\"key\":\"k\"}".utf8)) }
        let many = Array(repeating: UInt8(ascii: "1"), count: HTTPLimits.recordsMax + 1).flatMap {
            [$0, UInt8(ascii: "\n")]
        }
        #expect(throws: Refusal.self) { try TopicRecords.records(values: many, keyField: nil) }
    }

    @Test func base64IsRFC4648() {
        for count in 0..<50 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + 11) }
            #expect(TopicRecords.base64(bytes) == Data(bytes).base64EncodedString())
        }
    }

    @Test func readingsAreRead() throws {
        func reading(_ text: String) throws -> TopicAccess.Reading {
            try APIResponder.reading("t", try QueryParameters(text))
        }
        #expect(try reading("").start == .beginning && reading("").max == HTTPLimits.recordsReadMax)
        #expect(try reading("offset=latest&follow=true").start == .end && reading("follow=true").max == Int.max)
        #expect(try reading("offset=17&partition=2").start == .offset(17) && reading("partition=2").partition == 2)
        #expect(try reading("since=1970-01-01T00:00:01Z").start == .time(Timestamp(milliseconds: 1_000)))
        for bad in [
            "offset=x", "offset=1&since=1970-01-01", "since=no", "partition=-1", "follow=maybe", "wait=999999999",
        ] {
            #expect(throws: Refusal.self, "\(bad)") { try reading(bad) }
        }
    }

    private func order(_ number: Int) -> FeedItem {
        .order(
            FeedOrder(
                id: "\(number)",
                customer: "<b>",
                state: "held",
                amount: "",
                orderedAt: Timestamp(milliseconds: 0)
            )
        )
    }

    @Test func aSlowWatcherLosesTheOldestAndIsTold() async throws {
        let feed = LiveFeed()
        let slow = try #require(feed.watch())
        let extra = 10
        for number in 0..<HTTPLimits.feedBufferMax + extra { feed.publish(order(number)) }
        #expect(feed.takeLost(slow.id) == extra && feed.takeLost(slow.id) == 0)
        feed.finish()
        var seen: [FeedItem] = []
        for await item in slow.items { seen.append(item) }
        #expect(seen.count == HTTPLimits.feedBufferMax && seen.first == order(extra))
    }

    @Test func aNewWatcherSeesWhatIsKnown() async throws {
        let feed = LiveFeed()
        for number in 0..<HTTPLimits.feedRecentMax + 5 { feed.publish(order(number)) }
        let snapshot = FeedItem.snapshot(
            FeedSnapshot(
                ordersPerSecond: 1.26,
                eventsPerSecond: .infinity,
                customers: 1,
                orders: 2,
                products: 3,
                fallout: 4,
                outboxWaiting: 5,
                ordersByState: ["held": 2],
                at: Timestamp(milliseconds: 0)
            )
        )
        feed.publish(snapshot)
        let watcher = try #require(feed.watch())
        feed.finish()
        var seen: [FeedItem] = []
        for await item in watcher.items { seen.append(item) }
        #expect(
            seen.count == HTTPLimits.feedRecentMax + 1 && seen.first == snapshot
                && seen.last == order(HTTPLimits.feedRecentMax + 4)
        )
        #expect(snapshot.text.hasPrefix("event: snapshot\ndata: {\"ordersPerSecond\":1.3,\"eventsPerSecond\":0.0,"))
        #expect(snapshot.text.hasSuffix("}\n\n"))
    }

    @Test func aStaleSnapshotIsNotShown() async throws {
        let feed = LiveFeed()
        let first = try #require(feed.watch())
        feed.publish(
            .snapshot(
                FeedSnapshot(
                    ordersPerSecond: 1,
                    eventsPerSecond: 1,
                    customers: 1,
                    orders: 2,
                    products: 3,
                    fallout: 4,
                    outboxWaiting: 5,
                    ordersByState: [:],
                    at: Timestamp(milliseconds: 0)
                )
            )
        )
        feed.leave(first.id)
        let second = try #require(feed.watch())
        feed.finish()
        for await item in second.items { Issue.record("shown: \(item)") }
    }

    @Test func watchersAreBounded() throws {
        let feed = LiveFeed()
        let watchers = try (0..<HTTPLimits.feedSubscribersMax).map { _ in try #require(feed.watch()) }
        #expect(feed.watch() == nil)
        feed.leave(watchers[0].id)
        #expect(feed.watch() != nil)
    }

    @Test func thePageNeedsNothingFromElsewhere() {
        let page = String(decoding: PackageResources.console_html, as: UTF8.self)
        for forbidden in ["http://", "https://", "innerHTML", "document.write", "eval(", "onclick", " style=", " src="]
        {
            #expect(!page.contains(forbidden), "\(forbidden)")
        }
        let policy = ConsolePage.policy("<style>a</style><script>b</script><script>c</script>")
        // printf b | openssl dgst -sha256 -binary | base64
        #expect(policy.contains("script-src 'sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=' 'sha256-"))
        #expect(policy.hasPrefix("default-src 'none'; ") && !policy.contains("unsafe"))
    }
}
