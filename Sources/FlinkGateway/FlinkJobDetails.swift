import Primitives

/// How a job on a Flink cluster does.
public struct FlinkJobDetails: Hashable, Sendable {
    /// A checkpoint or savepoint.
    public struct Checkpoint: Hashable, Sendable {
        /// Its number.
        public let id: Int64
        /// When it was begun.
        public let time: Timestamp
        /// How long it took until all of it was durable, in milliseconds.
        public let milliseconds: Int64
        /// What it holds, in bytes.
        public let bytes: Int64
        /// Where it is.
        public let path: String?

        init?(_ json: JSON?) {
            guard let json, let id = json["id"]?.integer, let time = json["trigger_timestamp"]?.integer else {
                return nil
            }
            self.id = id
            self.time = Timestamp(milliseconds: time)
            milliseconds = json["end_to_end_duration"]?.integer ?? 0
            bytes = json["state_size"]?.integer ?? 0
            path = json["external_path"]?.string
        }
    }

    /// The job.
    public let job: FlinkJob
    /// The time by Flink's clock.
    public let now: Timestamp
    /// Its vertices, from the sources on.
    public var vertices: [FlinkVertex] = []
    /// How many checkpoints were completed.
    public var checkpointsCompleted: Int64 = 0
    /// How many failed.
    public var checkpointsFailed: Int64 = 0
    /// The newest completed checkpoint.
    public var lastCheckpoint: Checkpoint?
    /// The newest savepoint.
    public var lastSavepoint: Checkpoint?
    /// The newest failure's root cause, which the job may have got over.
    public var lastFailure: String?

    init(_ job: FlinkJob, now: Timestamp) {
        self.job = job
        self.now = now
    }

    /// The event time that all of it has come to; nil before the first watermark.
    public var watermark: Timestamp? { vertices.compactMap(\.watermark).min() }

    /// How far the event time is behind the clock, in milliseconds.
    public var watermarkLag: Int64? { watermark.map { now - $0 } }
}
