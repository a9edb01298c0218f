import CRDKafka
import EventLog
import Foundation
import KafkaLog

/// librdkafka's brokers of this process, which fail and dawdle when told. They know no administration, so topics are made here.
// @unchecked: the mock cluster may be told things from any thread.
final class MockCluster: @unchecked Sendable {
    private let owner: OpaquePointer
    private let cluster: OpaquePointer

    /// Kafka's numbers of requests.
    enum Request: Int16 {
        case produce = 0
        case fetch = 1
        case addPartitionsToTransaction = 24
        case addOffsetsToTransaction = 25
        case endTransaction = 26
        case commitTransactionOffsets = 28
        case initProducer = 22
    }

    init(brokers: Int32 = 3) throws {
        var text = [CChar](repeating: 0, count: 256)
        let conf = rd_kafka_conf_new()
        guard let owner = rd_kafka_new(RD_KAFKA_PRODUCER, conf, &text, text.count),
            let cluster = rd_kafka_mock_cluster_new(owner, brokers)
        else { throw EventLogError.failed("no mock cluster") }
        self.owner = owner
        self.cluster = cluster
    }

    deinit {
        rd_kafka_mock_cluster_destroy(cluster)
        rd_kafka_destroy(owner)
    }

    var configuration: KafkaConfiguration {
        KafkaConfiguration(
            brokers: String(cString: rd_kafka_mock_cluster_bootstraps(cluster)),
            instance: UUID().uuidString,
            timeoutMilliseconds: 20_000
        )
    }

    func createTopic(_ name: String, partitions: Int32 = 3) {
        rd_kafka_mock_topic_create(cluster, name, partitions, 3)
    }

    /// The next requests of this kind are answered with these errors.
    func fail(_ request: Request, _ errors: [rd_kafka_resp_err_t]) {
        rd_kafka_mock_push_request_errors_array(cluster, request.rawValue, errors.count, errors)
    }

    /// Every answer takes so long.
    func setRoundTrip(milliseconds: Int32) { rd_kafka_mock_broker_set_rtt(cluster, -1, milliseconds) }

    func setDown(_ broker: Int32) { rd_kafka_mock_broker_set_down(cluster, broker) }
    func setUp(_ broker: Int32) { rd_kafka_mock_broker_set_up(cluster, broker) }

    /// Moves a partition to another leader.
    func lead(_ topic: String, _ partition: Int32, by broker: Int32) {
        rd_kafka_mock_partition_set_leader(cluster, topic, partition, broker)
    }
}
