import CRDKafka
import Foundation

/// Keeps a consumer from asking again and again a broker that answers at once that there is nothing, though it was asked to wait.
///
/// librdkafka fetches anew as soon as it has an answer. Kafka holds a fetch until there is something (`fetch.wait.max.ms`);
/// noida-db 0.2.3 does not, and one idle consumer then takes half a core here and half a core there.
enum FetchPause {
    // Kafka protocol: the API key of Fetch.
    private static let fetch: Int16 = 1
    /// The largest answer after which there is a pause, in bytes: behind a larger one more is likely to come.
    static let answerBytesMax = 16_384

    /// Lets fetches of the client to be made take at least so long. Adds as much to the time that a record takes.
    static func install(_ milliseconds: Int, in conf: OpaquePointer) {
        rd_kafka_conf_interceptor_add_on_new(
            conf,
            "fetch-pause",
            { handle, _, pause, _, _ in
                rd_kafka_interceptor_add_on_response_received(
                    handle,
                    "fetch-pause",
                    { _, _, _, _, key, _, _, bytes, microseconds, _, pause in
                        let short = Int64(Int(bitPattern: pause)) * 1_000 - microseconds
                        if key == FetchPause.fetch, bytes <= FetchPause.answerBytesMax, short > 0, microseconds >= 0 {
                            // librdkafka: interceptors must not block, since the thread has other brokers' answers to
                            // wait for too. It is the thread of this broker, and fetches are nearly all that it does.
                            usleep(UInt32(short))
                        }
                        return RD_KAFKA_RESP_ERR_NO_ERROR
                    },
                    pause
                )
            },
            UnsafeMutableRawPointer(bitPattern: milliseconds)
        )
    }
}
