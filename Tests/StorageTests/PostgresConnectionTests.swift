import PostgresStorage
import Primitives
import ScratchPostgres
import Storage
import Testing

@Suite("PostgreSQL: connections")
struct PostgresConnectionTests {
    @Test("values are bound, and rows come back")
    func execute() throws {
        let connection = try PostgresConnection(ScratchPostgres.shared().address())
        let identifier = Identifier(high: 7, low: 9)
        let result = try connection.execute(
            "SELECT $1::text, $2::bigint + 1, $3::uuid, encode($4, 'hex'), $5::text IS NULL",
            [.text("o'k\"é"), .integer(.max - 1), .identifier(identifier), .bytes([0, 255]), .null]
        )
        #expect(result.texts == [["o'k\"é", String(Int64.max), identifier.description, "00ff", "t"]])
        #expect(!connection.isPooled && !connection.isEncrypted && connection.serverVersion >= 150_000)
        let failure = #expect(throws: PostgresFailure.self) { try connection.execute("SELECT 1/0") }
        #expect(failure?.sqlState == "22012" && failure?.kind == .other)
        #expect(try connection.execute("SELECT 1").integer(0, 0) == 1)
    }

    @Test("COPY goes in and out, and a copy given up leaves nothing")
    func copy() throws {
        let connection = try PostgresConnection(ScratchPostgres.shared().address())
        try connection.script("CREATE TEMPORARY TABLE t (a int, b text)")
        let lines = (0..<50_000).map { "\($0)\tline \($0)\n" }
        let count = try connection.copyIn("COPY t FROM STDIN") { sink throws in
            for line in lines { try sink.append(Array(line.utf8)) }
        }
        #expect(count == lines.count)
        var back: [String] = []
        try connection.copyOut("COPY (SELECT * FROM t ORDER BY a) TO STDOUT") { row in
            back.append(String(decoding: row, as: UTF8.self))
        }
        #expect(back == lines)
        struct Enough: Error {}
        #expect(throws: Enough.self) {
            try connection.copyIn("COPY t FROM STDIN") { sink throws in
                try sink.append(Array("1\tx\n".utf8))
                throw Enough()
            }
        }
        #expect(throws: Enough.self) { try connection.copyOut("COPY t TO STDOUT") { _ in throw Enough() } }
        #expect(throws: PostgresFailure.self) {
            try connection.copyIn("COPY t FROM STDIN") { sink throws in try sink.append(Array("x\ty\n".utf8)) }
        }
        #expect(try connection.execute("SELECT count(*) FROM t").integer(0, 0) == Int64(lines.count))
    }

    @Test("a transaction is taken back when its body throws")
    func transaction() throws {
        let connection = try PostgresConnection(ScratchPostgres.shared().address())
        try connection.script("CREATE TEMPORARY TABLE t (a int PRIMARY KEY)")
        try connection.transaction { _ = try connection.execute("INSERT INTO t VALUES (1)") }
        let failure = #expect(throws: PostgresFailure.self) {
            try connection.transaction {
                try connection.execute("INSERT INTO t VALUES (2)")
                try connection.execute("INSERT INTO t VALUES (1)")
            }
        }
        #expect(failure?.kind == .duplicate && failure?.constraint == "t_pkey")
        #expect(throws: PostgresFailure.self) {
            try connection.transaction {
                try connection.execute("INSERT INTO t VALUES (3)")
                // why: the commit of a transaction that failed unnoticed must not pass for one.
                _ = try? connection.execute("SELECT 1/0")
            }
        }
        #expect(try connection.execute("SELECT array_agg(a)::text FROM t").text(0, 0) == "{1}")
    }

    @Test("a statement that runs too long is given up, a cancelled task's too")
    func limits() async throws {
        let address = try ScratchPostgres.shared().address()
        let failure = #expect(throws: PostgresFailure.self) {
            try PostgresConnection(address, PostgresOptions(statementMilliseconds: 20)).execute("SELECT pg_sleep(60)")
        }
        #expect(failure?.kind == .cancelled)
        let session = PostgresSession(address)
        let sleep = Task { try await session.texts("SELECT pg_sleep(600) /* given up */") }
        let other = PostgresSession(address)
        let running = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%given up%' AND wait_event = 'PgSleep'"
        while try await other.texts(running) == [["0"]] {}
        sleep.cancel()
        let cancelled = await #expect(throws: PostgresFailure.self) { try await sleep.value }
        #expect(cancelled?.kind == .cancelled)
        #expect(try await session.texts("SELECT 1") == [["1"]])
        session.close()
        await #expect(throws: StorageError.closed) { try await session.texts("SELECT 1") }
    }

    @Test("a session connects again after its connection was ended")
    func reconnects() async throws {
        let session = PostgresSession(try ScratchPostgres.shared().address())
        let process = try await session.texts("SELECT pg_backend_pid()")[0][0]!
        let failure = await #expect(throws: PostgresFailure.self) {
            try await session.texts("SELECT pg_terminate_backend(pg_backend_pid())")
        }
        #expect(failure?.kind == .disconnected)
        #expect(try await session.texts("SELECT pg_backend_pid()")[0][0] != process)
    }

    @Test("passwords are never shown")
    func passwords() throws {
        let secret = "s3cr%40t%2F\"x"
        for text in [
            "postgresql://ann:\(secret)@127.0.0.1:1/bss?sslmode=disable",
            "host=127.0.0.1 port=1 user=ann password=s3cr dbname=bss sslmode=disable",
        ] {
            let address = try PostgresAddress(text)
            #expect(address.description == "ann@127.0.0.1:1/bss")
            let failure = #expect(throws: PostgresFailure.self) { try PostgresConnection(address) }
            #expect(failure?.kind == .disconnected)
            #expect(failure?.description.contains("s3cr") == false)
        }
        for text in ["password=s3cr nonsense", "postgresql://ann:s3cr/t@127.0.0.1:1/bss"] {
            let failure = #expect(throws: PostgresFailure.self) { try PostgresAddress(text) }
            #expect(failure?.description.contains("s3cr") == false)
        }
    }
}
