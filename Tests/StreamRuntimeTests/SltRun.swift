import EventLog
import Primitives
import StreamSQL

@testable import StreamRuntime

/// A run of a stream test in one of its variants.
struct SltRun {
    /// The names of a job's operators and what they keep.
    typealias State = [Checkpoint.NodeState]

    private let script: SltScript
    private let variant: SltVariant
    private var binder = ScriptBinder()
    private var plan: LogicalPlan?
    private var job: SltJob?
    private var restarts = 0
    private let partitions: [String: Int]
    private var offsets: [TopicPartition: Int64] = [:]
    private var waiting = SltJob.Round()
    private var changes: [SltJob.Changes.Change] = []
    private var saved: State = []
    private var lateBefore: Int64 = 0
    private var lateAtCheckpoint: Int64 = 0
    /// The rounds since the checkpoint, and what they gave.
    private var journal: [(round: SltJob.Round, changes: [SltJob.Changes.Change])] = []
    /// What is put in the place of the state at the checkpoint.
    private let substitute: State?
    /// What is not as it should be.
    private(set) var failures: [String] = []

    private init(_ script: SltScript, _ variant: SltVariant, _ substitute: State?) {
        self.script = script
        self.variant = variant
        self.substitute = substitute
        var partitions: [String: Int] = [:]
        for case .rows(let table, let partition, _) in script.steps.map(\.action) {
            partitions[table] = max(partitions[table] ?? 1, partition + 1)
        }
        self.partitions = partitions
    }

    /// Runs a stream test; answers what is not as it should be.
    ///
    /// - Parameter substitute: state to go on from at the checkpoint, in the place of the job's own.
    static func failures(_ script: SltScript, _ variant: SltVariant, from substitute: State? = nil) -> [String] {
        var run = SltRun(script, variant, substitute)
        for step in script.steps {
            do { try run.perform(step) } catch {
                run.fail(step, "\(error)")
                break
            }
        }
        return run.failures
    }

    /// The state of a stream test at its checkpoint.
    static func state(_ script: SltScript) throws -> State {
        var run = SltRun(script, SltVariant.all[0], nil)
        for step in script.steps {
            try run.perform(step)
            if case .checkpoint = step.action { return run.saved }
        }
        throw SltScript.Fault(description: "there is no checkpoint")
    }

    private mutating func fail(_ step: SltScript.Step, _ text: String) {
        failures.append("\(script.name).slt:\(step.line) (\(variant)): \(text)")
    }

    private mutating func perform(_ step: SltScript.Step) throws {
        switch step.action {
        case .statement(let sql): _ = try bind(sql)
        case .query(let sql):
            guard case .query(let plan) = try bind(sql) else {
                throw SltScript.Fault(description: "this is no query")
            }
            self.plan = plan
            job = try begin(variant.parallelism[0])
        case .rows(let table, let partition, let lines): add(lines, to: TopicPartition(table, partition))
        case .time(let seconds): waiting.time = seconds * 1_000
        case .watermark: try finishRound()
        case .idle(let table, let partition): waiting.idle.insert(TopicPartition(table, partition))
        case .end:
            waiting.isLast = true
            try finishRound()
        case .checkpoint: try checkpoint()
        case .restart(let parallelism): try restart(step, parallelism)
        case .output(let isNet, let isOrdered, let expected):
            if !waiting.records.isEmpty { try finishRound() }
            compare(step, expected, isNet: isNet, isOrdered: isOrdered)
        case .late(let expected):
            let actual = lateBefore + (job?.lateRows ?? 0)
            if actual != expected { fail(step, "\(actual) rows late, not \(expected)") }
        case .fault(let text): expectFault(step, text)
        case .error(let sql, let text): expectError(step, sql, text)
        case .plan(let sql, let text):
            guard case .query(let plan) = try bind(sql) else {
                throw SltScript.Fault(description: "this is no query")
            }
            if plan.explained() != text { fail(step, "the plan is\n\(plan.explained())") }
        }
    }

    /// Binds the statements of a text; answers what the last one is.
    private mutating func bind(_ sql: String) throws -> BoundStatement {
        var last: BoundStatement?
        do {
            for statement in try Script(parsing: sql).statements { last = try binder.bind(statement, source: sql) }
        } catch let error as SQLErrors {
            throw SltScript.Fault(description: error.rendered(source: sql, file: "sql"))
        } catch let error as SQLError {
            throw SltScript.Fault(description: error.rendered(source: sql, file: "sql"))
        }
        guard let last else { throw SltScript.Fault(description: "there is no statement") }
        return last
    }

    private func begin(_ parallelism: Int) throws -> SltJob {
        guard let plan else { throw SltScript.Fault(description: "there is no query yet") }
        return try SltJob(plan, parallelism: parallelism, partitions: partitions)
    }

    private mutating func add(_ lines: [SltScript.Record], to source: TopicPartition) {
        let first = offsets[source] ?? 0
        waiting.idle.remove(source)
        waiting.records.append(
            lines.enumerated().map { index, line in
                StoredEvent(
                    topic: source.topic,
                    partition: source.partition,
                    offset: first + Int64(index),
                    key: line.key.map { Array($0.utf8) },
                    value: Array((line.value ?? "").utf8),
                    headers: [],
                    timestamp: Timestamp(milliseconds: 0),
                    isTombstone: line.value == nil
                )
            }
        )
        offsets[source] = first + Int64(lines.count)
    }

    private mutating func finishRound() throws {
        let round = waiting
        waiting = SltJob.Round(idle: round.idle, time: round.time)
        guard let current = job else { throw SltScript.Fault(description: "there is no query yet") }
        let new = try current.process(round, batchRows: variant.batchRows)
        changes += new
        journal.append((round, new))
        guard variant.restarts else { return }
        restarts += 1
        let next = try begin(variant.parallelism[restarts % variant.parallelism.count])
        try next.restore(try current.snapshot())
        lateBefore += current.lateRows
        job = next
    }

    private mutating func checkpoint() throws {
        guard let job else { throw SltScript.Fault(description: "there is no query yet") }
        saved = try job.snapshot()
        lateAtCheckpoint = lateBefore + job.lateRows
        journal = []
        guard let substitute else { return }
        let next = try begin(job.parallelism)
        try next.restore(substitute)
        lateBefore = lateAtCheckpoint
        self.job = next
    }

    /// Begins anew from the checkpoint, as after a crash: what the rounds since give again is in the log already.
    private mutating func restart(_ step: SltScript.Step, _ parallelism: Int?) throws {
        let next = try begin(parallelism ?? job?.parallelism ?? 1)
        if !saved.isEmpty { try next.restore(saved) }
        lateBefore = lateAtCheckpoint
        job = next
        for (number, entry) in journal.enumerated() {
            let again = try next.process(entry.round, batchRows: variant.batchRows)
            guard Self.net(again) != Self.net(entry.changes) else { continue }
            fail(step, "round \(number) since the checkpoint gave \(Self.net(entry.changes)), then \(Self.net(again))")
        }
    }

    private mutating func compare(_ step: SltScript.Step, _ expected: [String], isNet: Bool, isOrdered: Bool) {
        var actual = isNet ? Self.net(changes) : changes.map(\.text)
        changes = []
        var wanted = expected
        let hasOneWorker = variant.parallelism == [1] && job?.parallelism == 1
        if !isOrdered || !hasOneWorker {
            actual.sort()
            wanted.sort()
        }
        guard actual != wanted else { return }
        fail(step, "it gives\n\(actual.joined(separator: "\n"))\ninstead of\n\(wanted.joined(separator: "\n"))")
    }

    /// What changes leave, sorted.
    private static func net(_ changes: [SltJob.Changes.Change]) -> [String] {
        var counts: [String: Int] = [:]
        for change in changes {
            counts[change.row, default: 0] += change.kind == .insert || change.kind == .updateAfter ? 1 : -1
        }
        return counts.flatMap { row, count in
            Array(repeating: "\(count > 0 ? "+" : "-") \(row)", count: abs(count))
        }
        .sorted()
    }

    private mutating func expectFault(_ step: SltScript.Step, _ text: String) {
        do {
            try finishRound()
            fail(step, "the round does not fail")
        } catch {
            if !"\(error)".contains(text) { fail(step, "it fails with: \(error)") }
        }
    }

    private mutating func expectError(_ step: SltScript.Step, _ sql: String, _ text: String) {
        do {
            guard case .query(let plan) = try bind(sql) else { return fail(step, "it is accepted") }
            _ = try SltJob(plan, parallelism: 1, partitions: [:])
            fail(step, "it is accepted")
        } catch {
            if "\(error)" != text { fail(step, "it is refused with\n\(error)") }
        }
    }
}
