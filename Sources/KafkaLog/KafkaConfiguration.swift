/// How a Kafka cluster is reached and used.
public struct KafkaConfiguration: Sendable {
    /// How records are packed on their way and in the broker's files.
    public enum Compression: String, Sendable, CaseIterable {
        /// Not at all.
        case none
        /// LZ4: little CPU.
        case lz4
        /// Zstandard: smaller.
        case zstd
    }

    /// Brokers to begin with, `host:port` with commas; the others are found through them.
    public var brokers: String
    /// Put before every topic, group and transactional id, so that several deployments can share a cluster.
    public var namespace: String
    /// Names this process among those that use the namespace; fresh with each start.
    public var instance: String
    /// On how many brokers a new topic is kept.
    public var replicationFactor: Int
    /// How records are packed.
    public var compression: Compression
    /// How the brokers know who calls, and whether the way to them is encrypted.
    public var security: KafkaSecurity
    /// How long a call may wait for the brokers, in milliseconds; also how long librdkafka tries to deliver a record.
    public var timeoutMilliseconds: Int
    /// How long a fetch takes at least that brings little, in milliseconds: for brokers that do not hold a fetch until there
    /// is something, as Kafka does, and are asked again and again otherwise. 0 for Kafka.
    public var fetchPauseMilliseconds: Int

    /// A configuration; the defaults are for a broker on this machine.
    public init(
        brokers: String,
        namespace: String = "",
        instance: String,
        replicationFactor: Int = 1,
        compression: Compression = .lz4,
        security: KafkaSecurity = KafkaSecurity(),
        timeoutMilliseconds: Int = 30_000,
        fetchPauseMilliseconds: Int = 0
    ) {
        self.brokers = brokers
        self.namespace = namespace
        self.instance = instance
        self.replicationFactor = replicationFactor
        self.compression = compression
        self.security = security
        self.timeoutMilliseconds = timeoutMilliseconds
        self.fetchPauseMilliseconds = fetchPauseMilliseconds
    }

    /// Calls to the brokers that wait at the same time.
    static let callsMax = 8
    /// Transactional ids in use by one log: one a producer or job.
    static let senderMax = 256
    /// How often a transaction is tried that the brokers ask to abort.
    static let transactionAttemptsMax = 3
    /// How long a transaction may be open before the brokers abort it, in milliseconds: how long readers of its partitions
    /// wait at most behind a process that was killed in its middle.
    static let transactionTimeoutMilliseconds = 15_000
    /// How long records gather into a batch, in milliseconds.
    static let lingerMilliseconds = 2
    /// Bytes that a record's framing and its headers' lengths may add to `EventLogLimits.recordBytesMax`.
    static let recordOverheadBytes = 4_096
    /// Records in librdkafka's queue. `EventLogLimits.waitingBytesMax` is reached first, except by tiny records.
    static let queuedRecordsMax = 2_000_000
    /// The pause before another try when librdkafka's queue is full, in milliseconds.
    static let queueFullMilliseconds: Int32 = 10
    /// How long a broker holds a fetch that has nothing to answer, in milliseconds. Records end it at once; a partition that
    /// is newly read waits for it.
    static let fetchWaitMilliseconds = 50
    /// Bytes of a partition that a fetch asks for.
    static let fetchBytes = 1 << 20
    /// The largest answer of a broker that is believed. It is far above what is asked for, since a broker may return a batch
    /// larger than that, and the test broker returns all that it has.
    static let answerBytesMax = 1_000_000_000
    /// Records of a partition that are fetched ahead.
    static let aheadRecords = 20_000
    /// KiB of a partition that are fetched ahead.
    static let aheadKilobytes = 8_192
    /// Records that are taken out of librdkafka's queue at once.
    static let drainRecords = 2_000
    /// Bytes of records of a cursor that are kept for other readers.
    static let windowBytes = 1 << 20
    /// Places of one partition that are read side by side; a further reader moves the one used longest ago.
    static let cursorsMax = 8
    /// How long a read waits for records that were acknowledged but are not stable yet, in milliseconds: behind another
    /// sender's open transaction they cannot be read.
    static let stableMilliseconds = 2_000
    /// After how long without a sign of life the brokers give a member's partitions to others, in milliseconds. Brokers take
    /// no less (`group.min.session.timeout.ms`) unless told to.
    static let sessionMilliseconds = 6_000
    /// How often a member gives a sign of life, in milliseconds; also how late it learns that others came or went.
    static let heartbeatMilliseconds = 1_000
    /// How long a member may take to stop reading a partition that goes to another, in milliseconds; after that it has lost it
    /// all the same.
    static let handOverMilliseconds = 60_000
    /// How long a member waits before it hands partitions on, in milliseconds. Kafka needs no pause, but noida-db 0.2.3, the test
    /// broker, never answers the one that joins if another member is faster than its own threads (20 were enough).
    static let handOverPauseMilliseconds = 50
    /// How often a member looks at its queue without being told that something came, in milliseconds: librdkafka takes a
    /// member for stuck that does not for `handOverMilliseconds`.
    static let memberLookMilliseconds = 5_000
    /// How late a member learns that a topic has more partitions, in milliseconds.
    static let newPartitionsMilliseconds = 10_000
    /// How long a member that leaves waits for the brokers, in milliseconds.
    static let leaveMilliseconds = 3_000
    /// How long `close` waits for what was accepted, in milliseconds.
    static let closeMilliseconds: Int32 = 10_000
}
