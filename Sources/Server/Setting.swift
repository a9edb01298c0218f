import PostgresStorage

/// A setting of the program: one declaration gives its key, its environment variable, its check and its documentation.
public struct Setting: Sendable, Hashable {
    /// What a setting holds.
    public enum Kind: Sendable, Hashable {
        /// Any text.
        case text
        /// One of these words.
        case word([String])
        /// A whole number in this range.
        case number(ClosedRange<Int>)
        /// `true` or `false`.
        case flag
    }

    /// The key in the file: `http.port`. The environment variable is `BSS_HTTP_PORT`.
    public let key: String
    /// What it holds.
    public let kind: Kind
    /// The value if nothing sets it.
    public let standard: String
    /// What it means, with its unit.
    public let summary: String
    /// Whether its value is hidden when settings are shown.
    public let isSecret: Bool

    init(_ key: String, _ kind: Kind, _ standard: String, _ summary: String, isSecret: Bool = false) {
        self.key = key
        self.kind = kind
        self.standard = standard
        self.summary = summary
        self.isSecret = isSecret
    }

    /// The environment variable that sets it.
    public var variable: String {
        var name = "BSS_"
        for character in key {
            if character == "." {
                name += "_"
            } else {
                if character.isUppercase { name += "_" }
                name += character.uppercased()
            }
        }
        return name
    }

    /// Why a value does not do, or nil if it does.
    public func fault(of value: String) -> String? {
        switch kind {
        case .text: nil
        case .word(let words): words.contains(value) ? nil : "must be one of \(words.joined(separator: ", "))"
        case .number(let range):
            Int(value).map(range.contains) == true
                ? nil : "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .flag: value == "true" || value == "false" ? nil : "must be true or false"
        }
    }

    /// Every setting there is.
    public static let all: [Setting] = [
        Setting("data.directory", .text, "./data", "where rows and events are kept"),
        Setting("http.host", .text, "127.0.0.1", "the address to listen on"),
        Setting("http.port", .number(0...65_535), "8080", "the port to listen on; 0 takes any free one"),
        Setting("http.bodyBytesMax", .number(1_024...900_000), "262144", "the largest request body, in bytes"),
        Setting("http.pageMax", .number(1...1_000), "1000", "the most resources in one page"),
        Setting(
            "http.requestsPerSecond",
            .number(0...1_000_000),
            "0",
            "requests per second of one caller; 0 for no limit"
        ),
        Setting("http.connectionsMax", .number(1...100_000), "4096", "connections at once"),
        Setting(
            "access.keys",
            .word(["auto", "required", "off"]),
            "auto",
            "whether callers need an API key; auto: where the address is not loopback"
        ),
        Setting("region.name", .text, "local", "the region of this process: the home of the customers it creates"),
        Setting("storage.kind", .word(["sqlite", "postgres"]), "sqlite", "what keeps the rows"),
        Setting(
            "storage.url",
            .text,
            "",
            "the PostgreSQL database: postgresql://user@host/database?sslmode=verify-full&passfile=/path",
            isSecret: true
        ),
        Setting("storage.writers", .number(1...64), "4", "connections that write to PostgreSQL"),
        Setting(
            "storage.sessions",
            .word(PostgresOptions.Sessions.allCases.map(\.rawValue)),
            PostgresOptions.Sessions.detect.rawValue,
            "whether PostgreSQL is reached directly or pooled (PgBouncer in transaction mode)"
        ),
        Setting(
            "storage.statementMilliseconds",
            .number(100...3_600_000),
            "30000",
            "how long a statement of PostgreSQL may take"
        ),
        Setting("storage.readers", .number(1...64), "4", "connections that read rows side by side"),
        Setting(
            "storage.routeReads",
            .flag,
            "false",
            "whether reads of one customer go to the worker of a Citus cluster that has the rows"
        ),
        Setting("log.kind", .word(["segment", "kafka"]), "segment", "where events are kept: files here, or Kafka"),
        Setting("log.brokers", .text, "127.0.0.1:9092", "Kafka's brokers to begin with, host:port with commas"),
        Setting("log.namespace", .text, "", "put before topics, groups and transactional ids in Kafka"),
        Setting(
            "log.sharing",
            .word(["group", "lease"]),
            "group",
            "how servers share webhooks and fraud alerts: Kafka's groups divide them, or one at a time has a lease"
        ),
        Setting("log.replicationFactor", .number(1...9), "1", "on how many brokers a topic that is made is kept"),
        Setting("log.compression", .word(["none", "lz4", "zstd"]), "lz4", "how records are packed for Kafka"),
        Setting("log.timeoutMilliseconds", .number(1_000...300_000), "30000", "how long a call to Kafka may take"),
        Setting(
            "log.fetchPauseMilliseconds",
            .number(0...1_000),
            "0",
            "for brokers that do not hold a fetch until there is something (noida-db): how long one takes at least"
        ),
        Setting(
            "log.protocol",
            .word(["plaintext", "ssl", "sasl_plaintext", "sasl_ssl"]),
            "plaintext",
            "how brokers are spoken to, as Kafka's security.protocol"
        ),
        Setting("log.tls.authorityFile", .text, "", "certificates (PEM) that brokers are checked against"),
        Setting("log.tls.certificateFile", .text, "", "our certificate (PEM), where brokers ask for one"),
        Setting("log.tls.keyFile", .text, "", "the key (PEM) of our certificate"),
        Setting("log.tls.keyPasswordFile", .text, "", "a file with the password of the key"),
        Setting(
            "log.sasl.mechanism",
            .word(["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]),
            "SCRAM-SHA-512",
            "how we say who we are to brokers"
        ),
        Setting("log.sasl.user", .text, "", "who we are to brokers"),
        Setting("log.sasl.passwordFile", .text, "", "a file with the password of log.sasl.user"),
        Setting("log.fsyncMilliseconds", .number(0...1_000), "5", "how long appends gather before one fsync"),
        Setting("log.partitions", .number(1...256), "6", "partitions of topics that the program makes"),
        Setting("log.retentionHours", .number(1...87_600), "168", "how long events are kept"),
        Setting("log.retentionMegabytes", .number(1...10_000_000), "10240", "how much of a topic is kept, in MiB"),
        Setting("jobs.enabled", .flag, "true", "whether the stream jobs run"),
        Setting("jobs.parallelism", .number(1...64), "1", "workers of a job that says nothing of it"),
        Setting(
            "jobs.checkpointMilliseconds",
            .number(100...3_600_000),
            "10000",
            "from one checkpoint of a job to the next"
        ),
        Setting(
            "jobs.deadLetterTopic",
            .text,
            "bss.dead.letters",
            "where records go that a job cannot read; empty for nowhere"
        ),
        Setting("flink.url", .text, "http://127.0.0.1:8081", "the JobManager that bss flink talks to"),
        Setting(
            "flink.runner",
            .text,
            "",
            "the jar that runs scripts on Flink; empty for where scripts/flink/install puts it"
        ),
        Setting("flink.optionsFile", .text, "", "a JSON file with options of the Kafka tables of jobs on Flink"),
        Setting("fulfilment.provisioningMilliseconds", .number(0...3_600_000), "500", "how long activation takes"),
        Setting("fulfilment.failurePercent", .number(0...100), "0", "how often the built-in provisioning fails"),
        Setting("fulfilment.attemptsMax", .number(1...20), "3", "tries before an order falls out"),
        Setting(
            "fulfilment.retryMilliseconds",
            .number(1...3_600_000),
            "1000",
            "the pause after a failed try; it doubles"
        ),
        Setting("hub.allowPrivateCallbacks", .flag, "false", "whether events may be posted into private networks"),
        Setting("hub.timeoutMilliseconds", .number(100...60_000), "10000", "how long a listener may take to answer"),
        Setting(
            "log.level",
            .word(["trace", "debug", "info", "notice", "warning", "error"]),
            "info",
            "the least severe message that is logged"
        ),
        Setting("client.key", .text, "", "the API key that bss commands present to a server", isSecret: true),
    ]
}
