import EventLog

@testable import StreamRuntime

/// A topic that ends: hands the records over in their order, once.
final class TopicFileSource: TableSource {
    private let source: TopicSource
    private let events: [StoredEvent]

    init(_ source: TopicSource, _ events: [StoredEvent]) {
        self.source = source
        self.events = events
    }

    var bytesRead: Int64 { source.bytesRead }
    var skipped: SkippedInput { source.skipped }

    func poll(_ receive: (Batch) throws -> Void) throws -> Bool {
        for event in events { source.take([event]) }
        _ = try source.poll(receive)
        return false
    }
}
