import CRDKafka
import EventLog
import Foundation
import Primitives

/// One place of a partition from which records are fetched ahead, and the last records that came from there.
// @unchecked: used by the reader that has it only, and by a call that starts or stops it while the reader waits for that.
final class Cursor: @unchecked Sendable {
    /// What draining came upon.
    enum Trouble {
        /// The place is no longer, or not yet, in the partition.
        case outOfRange
        case other(KafkaFault)
    }

    let signal = QueueSignal()
    private let lane: KafkaHandle
    private let source: TopicPartition
    private let topic: OpaquePointer
    private var queue: OpaquePointer?
    /// The records from `from` to `position`, in order; those before `first` are given up.
    private var window: [StoredEvent] = []
    private var first = 0
    private var windowBytes = 0
    /// The window has every record from this offset on.
    private var from: Int64 = .max
    /// The next offset that may come.
    private(set) var position: Int64 = 0
    /// Where the brokers said that the partition ends.
    private var end: Int64 = -1
    /// Whether the end was reached since it was started: from then on an empty queue means that there is nothing new.
    private var hasCaughtUp = false
    /// Whether anything came since it was started.
    private var hasAnswer = false
    var lastUse: UInt64 = 0

    init(_ source: TopicPartition, namespace: String, lane: KafkaHandle) {
        self.source = source
        self.lane = lane
        topic = lane.topic(namespace + source.topic).topic
    }

    deinit {
        guard queue != nil else { return }
        let remains = Remains(queue: queue, topic: topic, signal: signal, lane: lane)
        let partition = Int32(source.partition)
        // A thread, since stopping waits for librdkafka, which may signal until then.
        Thread.detachNewThread { remains.stop(partition) }
    }

    // @unchecked: librdkafka's objects may be used from any thread.
    private struct Remains: @unchecked Sendable {
        let queue: OpaquePointer?
        let topic: OpaquePointer
        let signal: QueueSignal
        let lane: KafkaHandle

        func stop(_ partition: Int32) {
            rd_kafka_consume_stop(topic, partition)
            rd_kafka_queue_cb_event_enable(queue, nil, nil)
            rd_kafka_queue_destroy(queue)
        }
    }

    /// Whether it is nowhere.
    var isStopped: Bool { queue == nil }

    /// Begins at an offset, wherever it was before. Waits for librdkafka: only for threads that may.
    ///
    /// - Throws: `KafkaFault`.
    func start(at offset: Int64) throws {
        stop()
        let queue = rd_kafka_queue_new(lane.pointer)
        rd_kafka_queue_cb_event_enable(
            queue,
            { _, opaque in
                guard let opaque else { return }
                Unmanaged<QueueSignal>.fromOpaque(opaque).takeUnretainedValue().fire()
            },
            Unmanaged.passUnretained(signal).toOpaque()
        )
        guard rd_kafka_consume_start_queue(topic, Int32(source.partition), offset, queue) == 0 else {
            rd_kafka_queue_destroy(queue)
            throw KafkaFault(rd_kafka_last_error())
        }
        self.queue = queue
        (from, position, end, hasCaughtUp, hasAnswer) = (offset, offset, -1, false, false)
    }

    /// Ends fetching. Waits for librdkafka: only for threads that may.
    func stop() {
        guard queue != nil else { return }
        Remains(queue: queue, topic: topic, signal: signal, lane: lane).stop(Int32(source.partition))
        queue = nil
        (window, first, windowBytes, from) = ([], 0, 0, .max)
    }

    /// Whether it has, or will come upon, every record from this offset on.
    func covers(_ offset: Int64) -> Bool { from <= offset && offset <= position }

    /// The index of the first record at or after an offset.
    private func index(of offset: Int64) -> Int {
        var (low, high) = (first, window.count)
        while low < high {
            let middle = (low + high) / 2
            if window[middle].offset < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Whether it has a record at or after an offset.
    func has(_ offset: Int64) -> Bool { index(of: offset) < window.count }

    /// The records it has from an offset on, and where the next read should begin.
    func events(from offset: Int64, _ options: ReadOptions) -> (events: [StoredEvent], next: Int64) {
        let start = index(of: offset)
        var stop = start
        var bytes = 0
        while stop < window.count, stop - start < max(options.records, 1) {
            bytes += window[stop].bytes
            if stop > start, bytes > options.bytes { break }
            stop += 1
            if bytes >= options.bytes { break }
        }
        let events = Array(window[start..<stop])
        return (events, stop == window.count ? max(position, offset) : (events.last?.offset ?? offset - 1) + 1)
    }

    /// What was known of the partition's end when the last records came.
    var knownEnd: Int64 {
        var (low, high): (Int64, Int64) = (0, 0)
        rd_kafka_get_watermark_offsets(
            lane.pointer,
            rd_kafka_topic_name(topic),
            Int32(source.partition),
            &low,
            &high
        )
        return max(position, high)
    }

    /// Whether there was nothing behind `position` when the brokers last answered.
    func isAtEnd() -> Bool {
        // Before the first answer the watermarks are not known, or are those of an earlier place.
        if !hasCaughtUp { hasCaughtUp = end == position || hasAnswer && position >= knownEnd }
        return hasCaughtUp
    }

    /// Takes what came in. Says what is wrong, if something is.
    func drain(keeping offset: Int64) -> Trouble? {
        guard let queue else { return nil }
        let capacity = KafkaConfiguration.drainRecords
        return withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<rd_kafka_message_t>?.self, capacity: capacity) {
            messages in
            let count = rd_kafka_consume_batch_queue(queue, 0, messages.baseAddress, capacity)
            guard count > 0 else { return nil }
            trim(keeping: offset)
            hasAnswer = true
            var trouble: Trouble?
            for index in 0..<count {
                guard let message = messages[index] else { continue }
                if let found = take(message) { trouble = found }
                rd_kafka_message_destroy(message)
            }
            return trouble
        }
    }

    private func take(_ message: UnsafeMutablePointer<rd_kafka_message_t>) -> Trouble? {
        switch message.pointee.err {
        case RD_KAFKA_RESP_ERR_NO_ERROR:
            guard message.pointee.offset >= position else { return nil }
            let event = StoredEvent(message, source: source)
            position = event.offset + 1
            windowBytes += event.bytes
            window.append(event)
            return nil
        case RD_KAFKA_RESP_ERR__PARTITION_EOF:
            end = message.pointee.offset
            position = max(position, end)
            return nil
        case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET, RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
            return .outOfRange
        // Told on the way of what librdkafka tries again by itself.
        case RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN,
            RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION, RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, RD_KAFKA_RESP_ERR__TIMED_OUT:
            return nil
        default: return .other(KafkaFault(message.pointee.err))
        }
    }

    /// Gives up the oldest records that nobody needs: what is kept saves other readers the way to the brokers.
    private func trim(keeping offset: Int64) {
        while first < window.count, windowBytes > KafkaConfiguration.windowBytes, window[first].offset < offset {
            windowBytes -= window[first].bytes
            from = window[first].offset + 1
            first += 1
        }
        if first > window.count / 2 {
            window.removeFirst(first)
            first = 0
        }
    }
}

extension StoredEvent {
    /// The bytes that count against `ReadOptions.bytes`.
    fileprivate var bytes: Int {
        var total = (key?.count ?? 0) + value.count
        for header in headers { total += header.name.utf8.count + header.value.count }
        return total
    }

    /// Copies a record out of librdkafka's memory.
    fileprivate init(_ message: UnsafeMutablePointer<rd_kafka_message_t>, source: TopicPartition) {
        func bytes(_ address: UnsafeRawPointer?, _ count: Int) -> [UInt8] {
            [UInt8](UnsafeRawBufferPointer(start: address, count: address == nil ? 0 : count))
        }
        var headers: [EventHeader] = []
        var list: OpaquePointer?
        if rd_kafka_message_headers(message, &list) == RD_KAFKA_RESP_ERR_NO_ERROR, let list {
            var (name, value, count): (UnsafePointer<CChar>?, UnsafeRawPointer?, Int) = (nil, nil, 0)
            while rd_kafka_header_get_all(list, headers.count, &name, &value, &count) == RD_KAFKA_RESP_ERR_NO_ERROR {
                headers.append(EventHeader(name.map { String(cString: $0) } ?? "", bytes(value, count)))
            }
        }
        let key = message.pointee.key
        self.init(
            topic: source.topic,
            partition: source.partition,
            offset: message.pointee.offset,
            key: key.map { bytes($0, message.pointee.key_len) },
            value: bytes(message.pointee.payload, message.pointee.len),
            headers: headers,
            timestamp: Timestamp(milliseconds: rd_kafka_message_timestamp(message, nil)),
            isTombstone: message.pointee.payload == nil
        )
    }
}
