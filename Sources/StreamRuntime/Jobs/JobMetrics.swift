import Primitives

/// What a job over topics has done since it began to run.
package struct JobMetrics: Sendable, Hashable {
    /// Its operators, in the order of the flow.
    package var operators: [OperatorMetrics] = []
    /// Workers.
    package var parallelism = 1
    /// Rounds.
    package var rounds: Int64 = 0
    /// Records that were read.
    package var recordsIn: Int64 = 0
    /// Records that were appended.
    package var recordsOut: Int64 = 0
    /// Records that are in its topics and not read yet, when it last looked.
    package var recordsBehind: Int64 = 0
    /// Records that could not be read, and fields, which became NULL.
    package var skipped = SkippedInput()
    /// Nanoseconds that it processed.
    package var busyNanoseconds: UInt64 = 0
    /// Nanoseconds that it waited for records.
    package var idleNanoseconds: UInt64 = 0
    /// Nanoseconds that it waited for the log to take its output.
    package var backPressuredNanoseconds: UInt64 = 0
    /// Checkpoints.
    package var checkpoints: Int64 = 0
    /// The newest checkpoint; nil before the first.
    package var lastCheckpoint: CheckpointMetrics?
    /// Whether it is processing anew what was in the log before it began.
    package var isRestoring = true

    /// What a checkpoint took.
    package struct CheckpointMetrics: Sendable, Hashable {
        /// When it was complete.
        package let time: Timestamp
        /// The round that it was taken after.
        package let round: Int64
        /// What was written for it: not what it shares with earlier ones.
        package let bytes: Int
        /// Nanoseconds in which no operator worked, because state was being copied.
        package let stallNanoseconds: UInt64
        /// Nanoseconds until it was durable.
        package let nanoseconds: UInt64
    }

    /// Nothing.
    package init() {}
}
