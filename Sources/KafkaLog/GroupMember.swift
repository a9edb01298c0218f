import CRDKafka
import EventLog
import Foundation
import Logging
import Synchronization

/// A member of a consumer group: a consumer that fetches nothing, and is told by the brokers which partitions are its own.
// @unchecked: librdkafka's objects may be used from any thread; the pointers never change.
final class GroupMember: @unchecked Sendable {
    /// Fired when librdkafka has something to tell, and when somebody wants the member to look around.
    let signal = QueueSignal()
    private let configuration: KafkaConfiguration
    private let group: String
    /// Its own, so that calls which wait for brokers do not hold up its leaving.
    private let calls = BlockingCalls("bss-kafka-member", atOnce: 1)
    private let logger: Logger
    private let handle: KafkaHandle
    private let queue: OpaquePointer
    /// Whether the group has given it partitions, were it none.
    private let hasTakenPart = Atomic(false)

    /// The run of `body` for a partition.
    private struct Run {
        /// Fired when the partition goes to another member.
        let stop = Wakeup()
        /// Fired when `body` has returned.
        let ended = Wakeup()
    }

    /// What librdkafka tells.
    private enum Event {
        case gained([TopicPartition])
        case lost([TopicPartition])
        case trouble(KafkaFault)
        case other
    }

    /// - Throws: `EventLogError.invalidConfiguration`.
    init(_ configuration: KafkaConfiguration, group: String, logger: Logger) throws {
        self.configuration = configuration
        self.group = group
        self.logger = logger
        handle = try KafkaHandle(
            RD_KAFKA_CONSUMER,
            configuration,
            [
                ("group.id", configuration.namespace + GroupOffsets.memberPrefix + group),
                ("partition.assignment.strategy", "cooperative-sticky"),
                ("session.timeout.ms", String(KafkaConfiguration.sessionMilliseconds)),
                ("heartbeat.interval.ms", String(KafkaConfiguration.heartbeatMilliseconds)),
                ("max.poll.interval.ms", String(KafkaConfiguration.handOverMilliseconds)),
                ("topic.metadata.refresh.interval.ms", String(KafkaConfiguration.newPartitionsMilliseconds)),
                ("enable.auto.commit", "false"), ("enable.auto.offset.store", "false"),
                ("auto.offset.reset", "latest"), ("queued.min.messages", "1"),
            ],
            tellsAssignments: true,
            logger: logger
        )
        rd_kafka_poll_set_consumer(handle.pointer)
        queue = rd_kafka_queue_get_consumer(handle.pointer)
        rd_kafka_queue_cb_event_enable(
            queue,
            { _, opaque in
                guard let opaque else { return }
                Unmanaged<QueueSignal>.fromOpaque(opaque).takeUnretainedValue().fire()
            },
            Unmanaged.passUnretained(signal).toOpaque()
        )
    }

    /// Is a member until the task is cancelled, the log is closed or a body fails. Once only.
    ///
    /// - Throws: as `EventLog.join`.
    func run(
        _ topics: [String],
        whileOpen backlog: Backlog,
        _ body: @escaping @Sendable (TopicPartition) async throws -> Void
    ) async throws {
        var reason: any Error = CancellationError()
        do {
            try await calls.run { try self.subscribe(topics) }
            try await serve(whileOpen: backlog, body)
        } catch {
            reason = error
        }
        await calls.runAnyway { self.leave() }
        try Task.checkCancellation()
        throw reason
    }

    private func serve(
        whileOpen backlog: Backlog,
        _ body: @escaping @Sendable (TopicPartition) async throws -> Void
    ) async throws {
        try await withThrowingDiscardingTaskGroup { bodies in
            var runs: [TopicPartition: Run] = [:]
            // A body that failed has cancelled the group, which will throw what it threw.
            while !bodies.isCancelled {
                let generation = signal.generation
                try backlog.checkOpen()
                switch try await next() {
                case .gained(let places):
                    for place in places {
                        let run = Run()
                        runs[place] = run
                        bodies.addTask { try await self.run(body, for: place, run) }
                    }
                case .lost(let places):
                    let ending = places.compactMap { runs.removeValue(forKey: $0) }
                    for run in ending { run.stop.fire(.cancelled) }
                    for run in ending { _ = await run.ended.wait() }
                    try await calls.run {
                        Thread.sleep(forTimeInterval: Double(KafkaConfiguration.handOverPauseMilliseconds) / 1_000)
                        try self.release(places)
                    }
                case .trouble(let fault): try judge(fault)
                case .other: break
                case nil: await look(since: generation)
                }
            }
        }
    }

    /// Runs `body` until it returns or is stopped.
    private func run(
        _ body: @escaping @Sendable (TopicPartition) async throws -> Void,
        for place: TopicPartition,
        _ run: Run
    ) async throws {
        defer { run.ended.fire(.grown) }
        do {
            try await withThrowingTaskGroup(of: Bool.self) { race in
                race.addTask {
                    try await body(place)
                    return false
                }
                race.addTask {
                    _ = await run.stop.waitOrCancellation()
                    return true
                }
                guard try await race.next() == true else { return }
                race.cancelAll()
                _ = await race.nextResult()
            }
        } catch {
            // Wakes the member, which waits for librdkafka only.
            defer { signal.fire() }
            throw error
        }
    }

    /// Waits until there may be something to see.
    private func look(since generation: UInt64) async {
        let wakeup = Wakeup()
        signal.register(wakeup, since: generation)
        await withTaskCancellationHandler {
            _ = await wakeup.wait(atMost: .milliseconds(KafkaConfiguration.memberLookMilliseconds))
        } onCancel: {
            wakeup.fire(.cancelled)
        }
        signal.unregister(wakeup)
    }

    /// What librdkafka tells next; nil if there is nothing now.
    private func next() async throws -> Event? {
        let event = try poll(queue, milliseconds: 0)
        if case .gained(let places) = event {
            hasTakenPart.store(true, ordering: .relaxed)
            try await calls.run { try self.accept(places) }
        }
        return event
    }

    private func poll(_ queue: OpaquePointer?, milliseconds: Int32) throws -> Event? {
        guard let event = rd_kafka_queue_poll(queue, milliseconds) else { return nil }
        defer { rd_kafka_event_destroy(event) }
        let code = rd_kafka_event_error(event)
        guard rd_kafka_event_type(event) == RD_KAFKA_EVENT_REBALANCE else {
            if code == RD_KAFKA_RESP_ERR_NO_ERROR { return .other }
            var fault = KafkaFault(code)
            fault.isFatal = rd_kafka_event_error_is_fatal(event) != 0
            return .trouble(fault)
        }
        guard let list = rd_kafka_event_topic_partition_list(event) else { return .other }
        let places = try PartitionList(borrowing: list).offsets(namespace: configuration.namespace).keys.sorted()
        return code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS ? .gained(places) : .lost(places)
    }

    /// Goes on after what is not fatal, for librdkafka tries again by itself.
    private func judge(_ fault: KafkaFault) throws {
        let error = fault.error("be a member of group \(group)")
        if fault.isFatal { throw error }
        // librdkafka says itself that no broker can be reached.
        let isUnreachable = fault.isPassing || fault.code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN
        logger.log(
            level: isUnreachable ? .debug : .warning,
            "a member of a group waits",
            metadata: ["error": "\(error)"]
        )
    }

    private func list(_ places: [TopicPartition]) -> PartitionList {
        // At the end, where there is nothing to fetch before they are paused.
        let offsets = places.map { ($0, Int64(RD_KAFKA_OFFSET_END)) }
        return PartitionList(Dictionary(uniqueKeysWithValues: offsets), namespace: configuration.namespace)
    }

    /// Waits for librdkafka: only for threads that may.
    private func subscribe(_ topics: [String]) throws {
        let wanted = topics.map { TopicPartition($0, Int(RD_KAFKA_PARTITION_UA)) }
        let code = list(wanted).withPointer { rd_kafka_subscribe(handle.pointer, $0) }
        if code != RD_KAFKA_RESP_ERR_NO_ERROR { throw KafkaFault(code).error("join group \(group)") }
    }

    /// Takes partitions, to fetch nothing of them. Waits for librdkafka: only for threads that may.
    private func accept(_ places: [TopicPartition]) throws {
        try list(places).withPointer { list in
            if let fault = KafkaFault(rd_kafka_incremental_assign(handle.pointer, list)) {
                throw fault.error("take partitions of group \(group)")
            }
            rd_kafka_pause_partitions(handle.pointer, list)
        }
    }

    /// Hands partitions on. Waits for librdkafka: only for threads that may.
    private func release(_ places: [TopicPartition]) throws {
        let isCooperative = rd_kafka_rebalance_protocol(handle.pointer).map { String(cString: $0) } == "COOPERATIVE"
        // After a fatal error there is no protocol any more, and everything goes.
        let fault =
            isCooperative
            ? list(places).withPointer { KafkaFault(rd_kafka_incremental_unassign(handle.pointer, $0)) }
            : rd_kafka_assign(handle.pointer, nil) == RD_KAFKA_RESP_ERR_NO_ERROR
                ? nil : KafkaFault(rd_kafka_last_error())
        if let fault { throw fault.error("hand on partitions of group \(group)") }
    }

    /// Says good-bye, so that others take over at once, or gives up on it. Waits: only for threads that may.
    private func leave() {
        let farewell = rd_kafka_queue_new(handle.pointer)
        let deadline = ContinuousClock.now + .milliseconds(KafkaConfiguration.leaveMilliseconds)
        do {
            if let fault = KafkaFault(rd_kafka_consumer_close_queue(handle.pointer, farewell)) { throw fault }
            while rd_kafka_consumer_closed(handle.pointer) == 0, ContinuousClock.now < deadline {
                switch try poll(farewell, milliseconds: Self.farewellMilliseconds) {
                case .gained(let places):
                    hasTakenPart.store(true, ordering: .relaxed)
                    try accept(places)
                case .lost(let places): try release(places)
                case .trouble, .other, nil: break
                }
            }
        } catch {
            logger.warning("a member leaves without a word", metadata: ["group": "\(group)", "error": "\(error)"])
        }
        rd_kafka_queue_cb_event_enable(queue, nil, nil)
        rd_kafka_queue_destroy(farewell)
        rd_kafka_queue_destroy(queue)
        // Before a member's first partitions librdkafka 2.0.2 has no state of the assignor, and would abort the process.
        if hasTakenPart.load(ordering: .relaxed) { handle.destroy() } else { handle.abandon() }
    }

    /// How long one wait for the end lasts before the time is looked at.
    private static let farewellMilliseconds: Int32 = 100
}
