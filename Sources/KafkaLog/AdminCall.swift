import CRDKafka
import EventLog

/// One call of librdkafka's administration: asks, waits for the answer, and frees it.
struct AdminCall {
    let handle: KafkaHandle
    let timeoutMilliseconds: Int

    /// Asks with `body`, and hands the answer to `take`. Waits: only for threads that may.
    ///
    /// - Throws: `KafkaFault`.
    func run<Success>(
        _ operation: rd_kafka_admin_op_t,
        requireStable: Bool = false,
        _ body: (_ options: OpaquePointer?, _ queue: OpaquePointer?) -> Void,
        take: (OpaquePointer) throws -> Success
    ) throws -> Success {
        var text = [CChar](repeating: 0, count: 256)
        let options = rd_kafka_AdminOptions_new(handle.pointer, operation)
        let queue = rd_kafka_queue_new(handle.pointer)
        defer {
            rd_kafka_queue_destroy(queue)
            rd_kafka_AdminOptions_destroy(options)
        }
        rd_kafka_AdminOptions_set_request_timeout(options, Int32(timeoutMilliseconds), &text, text.count)
        if operation == RD_KAFKA_ADMIN_OP_CREATETOPICS {
            rd_kafka_AdminOptions_set_operation_timeout(options, Int32(timeoutMilliseconds), &text, text.count)
        }
        if requireStable {
            if let fault = KafkaFault(rd_kafka_AdminOptions_set_require_stable_offsets(options, 1)) { throw fault }
        }
        body(options, queue)
        // The call itself ends by its own timeout; twice that is only reached if librdkafka never answers.
        guard let event = rd_kafka_queue_poll(queue, Int32(timeoutMilliseconds * 2)) else {
            throw KafkaFault(RD_KAFKA_RESP_ERR__TIMED_OUT)
        }
        defer { rd_kafka_event_destroy(event) }
        let code = rd_kafka_event_error(event)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaFault(code) }
        return try take(event)
    }
}
