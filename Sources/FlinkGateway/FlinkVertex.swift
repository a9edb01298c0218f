import Primitives

/// A vertex of a running job: operators that Flink has chained, with what they do now.
public struct FlinkVertex: Hashable, Sendable {
    /// Flink's id of it.
    public let id: String
    /// The chained operators.
    public let name: String
    /// Flink's word for its state.
    public let state: String
    /// Its subtasks.
    public let parallelism: Int64
    /// Records that came, since the job began or was begun again.
    public var recordsIn: Int64?
    /// Records that it handed on.
    public var recordsOut: Int64?
    /// Records a second that come, over the last minute.
    public var recordsInPerSecond: Double?
    /// Records a second that it hands on, over the last minute.
    public var recordsOutPerSecond: Double?
    /// The share of its time in which it worked, that of its busiest subtask: 0 to 1.
    public var busy: Double?
    /// The share of its time in which it could not hand on what it had, that of its most pressed subtask: 0 to 1.
    public var backPressure: Double?
    /// Records in the topic that it has not read yet; nil for what reads no topic.
    public var pendingRecords: Int64?
    /// Rows that came after their window and were dropped.
    public var lateRecords: Int64?
    /// The event time that it has come to; nil before the first watermark.
    public var watermark: Timestamp?

    init?(_ json: JSON) {
        guard let id = json["id"]?.string, let name = json["name"]?.string, let state = json["status"]?.string else {
            return nil
        }
        self.id = id
        self.name = name
        self.state = state
        parallelism = json["parallelism"]?.integer ?? 0
    }

    /// Which of a vertex's metrics are read.
    static func isRead(_ metric: String) -> Bool {
        [
            "numRecordsIn", "numRecordsOut", "numRecordsInPerSecond", "numRecordsOutPerSecond", "busyTimeMsPerSecond",
            "backPressuredTimeMsPerSecond", "currentInputWatermark",
        ].contains(metric) || metric.hasSuffix(".pendingRecords") || metric.hasSuffix(".numLateRecordsDropped")
            || metric.hasPrefix("Source__") && metric.hasSuffix(".currentOutputWatermark")
    }

    /// Takes over what Flink says of the metrics above, each summed up over the subtasks.
    mutating func take(_ metrics: [JSON]) {
        for metric in metrics {
            guard let id = metric["id"]?.string else { continue }
            let sum = Self.figure(metric["sum"])
            let highest = Self.figure(metric["max"]).map { $0 / 1_000 }
            switch id {
            case "numRecordsIn": recordsIn = sum.map { Int64($0) }
            case "numRecordsOut": recordsOut = sum.map { Int64($0) }
            case "numRecordsInPerSecond": recordsInPerSecond = sum
            case "numRecordsOutPerSecond": recordsOutPerSecond = sum
            case "busyTimeMsPerSecond": busy = highest
            case "backPressuredTimeMsPerSecond": backPressure = highest
            case _ where id.hasSuffix(".pendingRecords"):
                pendingRecords = (pendingRecords ?? 0) + Int64(sum ?? 0)
            case _ where id.hasSuffix(".numLateRecordsDropped"):
                lateRecords = (lateRecords ?? 0) + Int64(sum ?? 0)
            case _ where id.hasSuffix("Watermark"):
                watermark = Self.figure(metric["min"]).flatMap(Self.time)
            default: break
            }
        }
    }

    /// A number that Flink gives as a number or as a text such as `NaN`; nil where it is none that an Int64 holds.
    private static func figure(_ json: JSON?) -> Double? {
        guard let value = json?.number?.approximate, abs(value) < 9.2e18 else { return nil }
        return value
    }

    /// Flink has the smallest and the largest Int64 for before and after all time.
    private static func time(_ milliseconds: Double) -> Timestamp? {
        abs(milliseconds) < 1e15 ? Timestamp(milliseconds: Int64(milliseconds)) : nil
    }
}
