import CRDKafka
import EventLog

/// What librdkafka answered that is not success.
struct KafkaFault: Error {
    let code: rd_kafka_resp_err_t
    let text: String
    /// Whether the same call may be made again.
    var isRetriable = false
    /// Whether the transaction has to be aborted, after which a new one may begin.
    var needsAbort = false
    /// Whether the client can do nothing any more.
    var isFatal = false

    init(_ code: rd_kafka_resp_err_t) {
        self.code = code
        text = String(cString: rd_kafka_err2str(code))
    }

    /// Takes over an error object; nil if there is none.
    init?(_ error: OpaquePointer?) {
        guard let error else { return nil }
        code = rd_kafka_error_code(error)
        text = String(cString: rd_kafka_error_string(error))
        isRetriable = rd_kafka_error_is_retriable(error) != 0
        needsAbort = rd_kafka_error_txn_requires_abort(error) != 0
        isFatal = rd_kafka_error_is_fatal(error) != 0
        rd_kafka_error_destroy(error)
    }

    /// Whether it passes by itself: a partition's leader moves, or is not there for a moment.
    var isPassing: Bool {
        code == RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION || code == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE
            || code == RD_KAFKA_RESP_ERR__TRANSPORT || code == RD_KAFKA_RESP_ERR_FENCED_LEADER_EPOCH
            || code == RD_KAFKA_RESP_ERR_UNKNOWN_LEADER_EPOCH
    }

    /// Whether another process took over the transactional id.
    var isFenced: Bool {
        code == RD_KAFKA_RESP_ERR__FENCED || code == RD_KAFKA_RESP_ERR_PRODUCER_FENCED
            || code == RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH
    }

    /// The same as an error of the log.
    func error(_ doing: String, topic: String? = nil) -> EventLogError {
        switch code {
        case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC,
            RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
            if let topic { return .unknownTopic(topic) }
        case RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS:
            if let topic { return .topicExists(topic) }
        case RD_KAFKA_RESP_ERR_INVALID_PARTITIONS, RD_KAFKA_RESP_ERR_INVALID_REPLICATION_FACTOR,
            RD_KAFKA_RESP_ERR_INVALID_CONFIG, RD_KAFKA_RESP_ERR_POLICY_VIOLATION:
            return .invalidConfiguration("Kafka: \(text)")
        case RD_KAFKA_RESP_ERR__QUEUE_FULL: return .overloaded
        case RD_KAFKA_RESP_ERR__AUTHENTICATION, RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
            return .failed("\(doing): Kafka does not know the user: \(text); check log.sasl.* and log.tls.*")
        case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED,
            RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED,
            RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
            return .failed("\(doing): Kafka does not allow it: \(text); give the user of log.sasl.user the right to")
        default: break
        }
        return .failed("\(doing): Kafka: \(text)")
    }
}
