import CRDKafka
import EventLog
import Primitives
import Synchronization

/// Waits for the delivery reports of all records of one append: one wake-up for all.
// @unchecked: a slot is written by the thread that reports its record, and read when none is outstanding.
final class Delivery: @unchecked Sendable {
    /// A record's place, whose address travels with the record.
    private struct Slot {
        let delivery: Unmanaged<Delivery>
        var offset: Int64
    }

    private struct State {
        var fault: rd_kafka_resp_err_t?
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let slots: UnsafeMutablePointer<Slot>
    /// How many records they are.
    let count: Int
    /// Records whose fate is open, and one for who hands them over.
    private let outstanding: Atomic<Int>
    private let state = Mutex(State())

    /// Waits for so many records. Must outlive their reports.
    init(records count: Int) {
        self.count = count
        outstanding = Atomic(count + 1)
        slots = .allocate(capacity: max(count, 1))
        slots.initialize(repeating: Slot(delivery: Unmanaged.passUnretained(self), offset: -1), count: count)
    }

    deinit { slots.deallocate() }

    /// Called by librdkafka for every record.
    static func report(_ message: rd_kafka_message_t) {
        guard let place = message._private else { return }
        let slot = place.assumingMemoryBound(to: Slot.self)
        let delivery = slot.pointee.delivery.takeUnretainedValue()
        if message.err == RD_KAFKA_RESP_ERR_NO_ERROR {
            slot.pointee.offset = message.offset
        } else {
            delivery.fail(message.err)
        }
        delivery.settle(1)
    }

    /// Hands a record over to librdkafka, which copies it.
    func enqueue(
        _ record: EventRecord,
        _ index: Int,
        partition: Int32,
        topic: OpaquePointer,
        handle: OpaquePointer,
        now: Timestamp
    ) -> rd_kafka_resp_err_t {
        let headers = Self.headers(of: record)
        let code = withUnsafeTemporaryAllocation(of: rd_kafka_vu_t.self, capacity: 8) { arguments in
            func put(_ number: Int, _ type: rd_kafka_vtype_t, _ fill: (inout rd_kafka_vu_t) -> Void) {
                var argument = rd_kafka_vu_t()
                argument.vtype = type
                fill(&argument)
                (arguments.baseAddress! + number).initialize(to: argument)
            }
            put(0, RD_KAFKA_VTYPE_RKT) { $0.u.rkt = topic }
            put(1, RD_KAFKA_VTYPE_PARTITION) { $0.u.i32 = partition }
            put(2, RD_KAFKA_VTYPE_MSGFLAGS) { $0.u.i = RD_KAFKA_MSG_F_COPY }
            // Kafka has no times before 1970, and librdkafka takes 0 for the present.
            put(3, RD_KAFKA_VTYPE_TIMESTAMP) { $0.u.i64 = max(1, (record.timestamp ?? now).milliseconds) }
            put(4, RD_KAFKA_VTYPE_OPAQUE) { $0.u.ptr = UnsafeMutableRawPointer(slots + index) }
            return record.value.withUnsafeBytes { value in
                put(5, RD_KAFKA_VTYPE_VALUE) {
                    $0.u.mem.ptr =
                        record.isTombstone
                        ? nil : UnsafeMutableRawPointer(mutating: value.baseAddress ?? UnsafeRawPointer(Self.empty))
                    $0.u.mem.size = value.count
                }
                return (record.key ?? []).withUnsafeBytes { key in
                    var number = 6
                    if record.key != nil {
                        put(number, RD_KAFKA_VTYPE_KEY) {
                            $0.u.mem.ptr = UnsafeMutableRawPointer(
                                mutating: key.baseAddress ?? UnsafeRawPointer(Self.empty)
                            )
                            $0.u.mem.size = key.count
                        }
                        number += 1
                    }
                    if let headers {
                        put(number, RD_KAFKA_VTYPE_HEADERS) { $0.u.headers = headers }
                        number += 1
                    }
                    guard let error = rd_kafka_produceva(handle, arguments.baseAddress, number) else {
                        return RD_KAFKA_RESP_ERR_NO_ERROR
                    }
                    defer { rd_kafka_error_destroy(error) }
                    return rd_kafka_error_code(error)
                }
            }
        }
        // A record that was not taken keeps its headers.
        if code != RD_KAFKA_RESP_ERR_NO_ERROR, let headers { rd_kafka_headers_destroy(headers) }
        return code
    }

    /// A record's headers for librdkafka, which has to take them or be told to forget them.
    private static func headers(of record: EventRecord) -> OpaquePointer? {
        if record.headers.isEmpty { return nil }
        let headers = rd_kafka_headers_new(record.headers.count)
        for header in record.headers {
            var name = header.name
            name.withUTF8 { bytes in
                let name = UnsafeRawBufferPointer(bytes).assumingMemoryBound(to: CChar.self)
                header.value.withUnsafeBytes { value in
                    // An empty value has no address, which would make it null.
                    _ = rd_kafka_header_add(
                        headers,
                        name.baseAddress ?? empty,
                        name.count,
                        value.baseAddress ?? UnsafeRawPointer(empty),
                        value.count
                    )
                }
            }
        }
        return headers
    }

    /// The address of nothing: librdkafka takes no address for null.
    // unsafe: the byte behind it is written before it is handed out and never after, nor freed, and librdkafka reads none of it.
    private nonisolated(unsafe) static let empty: UnsafePointer<CChar> = {
        let byte = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
        byte.initialize(to: 0)
        return UnsafePointer(byte)
    }()

    /// Says that some records were not handed over.
    func abandon(_ records: Int, because code: rd_kafka_resp_err_t) {
        fail(code)
        settle(records)
    }

    /// Waits until the fate of every record is known. Once only, after the last record was handed over.
    func wait() async {
        await withCheckedContinuation { waiter in
            state.withLock { $0.waiter = waiter }
            settle(1)
        }
    }

    /// Whether the fate of every record is known to who handed them over on its own thread.
    var isSettled: Bool { outstanding.load(ordering: .acquiring) == 1 }
    /// Why a record was not delivered, if one was not.
    var fault: rd_kafka_resp_err_t? { state.withLock { $0.fault } }
    /// The records' offsets, in order, when all were delivered.
    var offsets: [Int64] { (0..<count).map { slots[$0].offset } }

    private func fail(_ code: rd_kafka_resp_err_t) {
        state.withLock { state in if state.fault == nil { state.fault = code } }
    }

    private func settle(_ records: Int) {
        guard records > 0,
            outstanding.subtract(records, ordering: .acquiringAndReleasing).newValue == 0
        else { return }
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }
}
