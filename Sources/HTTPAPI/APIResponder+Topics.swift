import Domain
import Hummingbird
import Primitives

extension APIResponder {
    private func access() throws(Refusal) -> TopicAccess {
        guard let topics else { throw Refusal(.notFound, "noTopics", "this server offers no topics") }
        return topics
    }

    func topicList(_ call: Call) async throws -> Response {
        if call.method == .get { return .json(.ok, .array(try await access().topics().map(Self.json))) }
        let body = try await call.object()
        guard let name = body["name"]?.string, !name.isEmpty else {
            throw Refusal(.malformed, "missingAttribute", "name is missing or not a string")
        }
        let topic = try await access().create(
            TopicAccess.NewTopic(
                name: name,
                partitions: try Self.positive("partitions", body, max: Int64(Int32.max)).map(Int.init),
                retentionMilliseconds: try Self.positive("retentionMilliseconds", body, max: Int64.max),
                retentionBytes: try Self.positive("retentionBytes", body, max: Int64.max)
            )
        ).get()
        let location = "/bss/v1/topics/\(PageLinks.encoded(topic.name, keeping: ""))"
        return .json(.created, Self.json(topic), headers: [.location: location])
    }

    private static func positive(_ name: String, _ body: JSONObject, max: Int64) throws(Refusal) -> Int64? {
        guard let value = body[name], value != .null else { return nil }
        guard let number = value.integer, (1...max).contains(number) else {
            throw Refusal(.malformed, "invalidValue", "\(name) must be a whole number from 1")
        }
        return number
    }

    func topic(_ call: Call) async throws -> Response {
        .json(.ok, Self.json(try await access().topic(call.parameter).get()))
    }

    /// Appends the lines of the body, or reads records as lines (application/x-ndjson).
    func records(_ call: Call) async throws -> Response {
        let parameters = try call.parameters()
        if call.method == .get { return try await read(call, parameters) }
        let body = try await call.body()
        let records =
            try parameters.flag("envelope")
            ? TopicRecords.records(envelopes: body.readableBytesView)
            : TopicRecords.records(values: body.readableBytesView, keyField: try parameters["key-field"])
        let positions =
            records.isEmpty ? [] : try await access().append(call.parameter, records).get()
        return .json(
            .created,
            [
                "records": .integer(Int64(positions.count)),
                "positions": .array(
                    positions.map { ["partition": .integer(Int64($0.partition)), "offset": .integer($0.offset)] }
                ),
            ]
        )
    }

    private func read(_ call: Call, _ parameters: QueryParameters) async throws -> Response {
        let reading = try Self.reading(call.parameter, parameters)
        let batches = try await access().read(reading).get()
        let body = call.request.body
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/x-ndjson;charset=utf-8", .cacheControl: "no-store",
                // Watching for the client's leaving uses the connection up.
                .connection: "close",
            ],
            body: ResponseBody { [streams] writer in
                var left = reading.max
                if left > 0 {
                    try await streams.forward(batches, until: body) { batch in
                        var bytes: [UInt8] = []
                        for record in batch.prefix(left) { bytes += TopicRecords.line(record) }
                        left -= min(left, batch.count)
                        try await writer.write(ByteBuffer(bytes: bytes))
                        // The source ends by itself at `max`, and commits its group's offsets before it does.
                        return true
                    }
                }
                try await writer.finish(nil)
            }
        )
    }

    /// What the query of a read asks for: `partition`, `offset` (a number, `earliest` or `latest`), `since` (a
    /// time), `max`, `group`, `wait` (milliseconds) and `follow`.
    static func reading(_ topic: String, _ parameters: QueryParameters) throws(Refusal) -> TopicAccess.Reading {
        let partition = try parameters.integer("partition", in: 0...Int64(Int32.max))
        let follows = try parameters.flag("follow")
        let since = try parameters.time("since")
        var start = TopicAccess.Reading.Start.beginning
        switch try parameters["offset"] {
        case nil: if let since { start = .time(since) }
        case _ where since != nil: throw Refusal(.malformed, "invalidParameter", "offset and since exclude each other")
        case "earliest": start = .beginning
        case "latest": start = .end
        case _: start = .offset(try parameters.integer("offset", in: 0...Int64.max) ?? 0)
        }
        let max = try parameters.integer("max", in: 0...Int64(Int32.max))
        return TopicAccess.Reading(
            topic: topic,
            partition: partition.map(Int.init),
            start: start,
            max: max.map(Int.init) ?? (follows ? Int.max : HTTPLimits.recordsReadMax),
            group: try parameters["group"],
            waitMilliseconds: try parameters.integer("wait", in: 0...HTTPLimits.recordWaitMillisecondsMax) ?? 0,
            follows: follows
        )
    }

    private static func json(_ topic: TopicAccess.Topic) -> JSON {
        [
            "name": .string(topic.name),
            "retentionMilliseconds": topic.retentionMilliseconds.map(JSON.integer) ?? .null,
            "retentionBytes": topic.retentionBytes.map(JSON.integer) ?? .null,
            "partitions": .array(
                topic.partitions.map { partition in
                    [
                        "partition": .integer(Int64(partition.partition)),
                        "earliestOffset": .integer(partition.earliestOffset),
                        "endOffset": .integer(partition.endOffset), "bytes": .integer(partition.bytes),
                    ]
                }
            ),
        ]
    }
}
