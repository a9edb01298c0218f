import Foundation
import PostgresStorage
import ScratchPostgres
import Storage
import Synchronization
import Testing

/// The configuration in deploy/postgres-replicas, drilled: the primary is killed under writers that go through HAProxy.
@Suite("PostgreSQL: replicas")
struct FailoverTests {
    @Test("the primary is killed, a replica takes over, and no acknowledged write is lost")
    func killedPrimary() async throws {
        let drill = try Drill()
        defer { drill.end() }
        try await drill.waitForRoles()
        let session = PostgresSession(try drill.front("BSS_PRIMARY"))
        defer { session.close() }
        try await session.texts("CREATE TABLE ledger (number bigint PRIMARY KEY)")
        #expect(try await session.texts("SELECT current_setting('cluster_name')") == [["bss-node1"]])
        let replica = PostgresSession(try drill.front("BSS_REPLICAS"))
        defer { replica.close() }
        #expect(try await replica.texts("SELECT pg_is_in_recovery()") == [["t"]])

        let ledger = Ledger()
        let writers = (0..<4).map { writer in
            Task { await ledger.write(through: try drill.front("BSS_PRIMARY"), firstNumber: writer, step: 4) }
        }
        try await ledger.wait(untilAcknowledged: 200)
        let failover = try drill.startFailover()
        try drill.killPrimary()
        let atKill = ledger.acknowledged.count
        // Every writer has something acknowledged by the new primary.
        try await ledger.wait(untilAcknowledged: atKill + 200)
        ledger.stop()
        for writer in writers { _ = try await writer.value }
        failover.waitUntilExit()
        #expect(failover.terminationStatus == 0)

        let front = PostgresSession(try drill.front("BSS_PRIMARY"))
        defer { front.close() }
        let name = try await front.texts("SELECT current_setting('cluster_name')").first?[0]
        #expect(name == "bss-node2" || name == "bss-node3")
        let there = Set(try await front.texts("SELECT number FROM ledger").compactMap { $0[0].flatMap { Int($0) } })
        #expect(ledger.acknowledged.subtracting(there).isEmpty, "acknowledged writes are lost")
        #expect(there.subtracting(ledger.acknowledged).count <= ledger.unsure)
    }
}

/// What writers know of their writes.
private final class Ledger: Sendable {
    private struct State {
        var acknowledged: Set<Int> = []
        var unsure = 0
        var isStopped = false
    }

    private let state = Mutex(State())

    var acknowledged: Set<Int> { state.withLock { $0.acknowledged } }
    /// Writes that failed, and may yet have been committed.
    var unsure: Int { state.withLock { $0.unsure } }

    func stop() { state.withLock { $0.isStopped = true } }

    /// Inserts number after number; a failed one is never tried again, so that what is acknowledged is known.
    func write(through address: PostgresAddress, firstNumber: Int, step: Int) async {
        let session = PostgresSession(address, PostgresOptions(connectSeconds: 1, statementMilliseconds: 5_000))
        defer { session.close() }
        var number = firstNumber
        while !state.withLock({ $0.isStopped }) {
            number += step
            do {
                try await session.texts("INSERT INTO ledger VALUES ($1)", [.integer(Int64(number))])
                let written = number
                state.withLock { _ = $0.acknowledged.insert(written) }
            } catch {
                state.withLock { $0.unsure += 1 }
                // why: a cancelled pause only makes the next try come sooner.
                try? await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    func wait(untilAcknowledged count: Int) async throws {
        for _ in 0..<1_200 {
            if acknowledged.count >= count { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw StorageError.failed("\(acknowledged.count) of \(count) writes were acknowledged in a minute")
    }
}

/// The servers of deploy/postgres-replicas on free ports, in a directory of their own.
private final class Drill: Sendable {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("deploy/postgres-replicas").path
    private let directory = "/tmp/bss-replicas-\(UUID().uuidString.prefix(13).lowercased())"
    private let places: [String: String]

    // The servers end when this is closed: when this object or its process is gone.
    private let lifeline: FileHandle

    init() throws {
        let ports = try FreePort.several(5)
        let names = ["BSS_NODE1", "BSS_NODE2", "BSS_NODE3", "BSS_PRIMARY", "BSS_REPLICAS"]
        places = Dictionary(uniqueKeysWithValues: zip(names, ports.map { "127.0.0.1:\($0)" }))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", Self.watch, "bss-replicas", "\(Self.folder)/replicas", directory]
        process.environment = ProcessInfo.processInfo.environment.merging(places) { $1 }
        let (input, output) = (Pipe(), Pipe())
        lifeline = input.fileHandleForWriting
        _ = fcntl(lifeline.fileDescriptor, F_SETFD, FD_CLOEXEC)
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try input.fileHandleForReading.close()
        let answer = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard answer.hasPrefix("ready") else { throw StorageError.failed("the replicas did not start: \(answer)") }
    }

    private static let watch = """
        # Handled, not ignored: HAProxy would inherit that, and not be stopped.
        trap : INT TERM
        if "$1" up "$2" < /dev/null > "$2.log" 2>&1; then echo ready; else cat "$2.log"; fi
        cat > /dev/null
        "$1" down "$2" < /dev/null > /dev/null 2>&1
        rm -rf "$2" "$2.log"
        """

    // why: closed already, it ends nothing that still runs.
    func end() { try? lifeline.close() }

    private func run(_ script: String, _ arguments: [String]) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "\(Self.folder)/\(script)")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(places) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        return process
    }

    func front(_ name: String) throws -> PostgresAddress {
        let node = try #require(places[name].flatMap { NodeAddress($0) })
        return try PostgresAddress("postgresql://postgres@\(node)/bss?sslmode=disable")
    }

    /// HAProxy takes every server for good until its first checks fail: it has seen who is who when connections one after
    /// another lead to the role asked for.
    func waitForRoles() async throws {
        for (name, role) in [("BSS_PRIMARY", "f"), ("BSS_REPLICAS", "t")] {
            var right = 0
            for _ in 0..<300 where right < 6 {
                let session = PostgresSession(try front(name), PostgresOptions(connectSeconds: 1))
                defer { session.close() }
                do {
                    right = try await session.texts("SELECT pg_is_in_recovery()") == [[role]] ? right + 1 : 0
                } catch {
                    right = 0
                }
                try await Task.sleep(for: .milliseconds(50))
            }
            guard right == 6 else { throw StorageError.failed("\(name) does not lead where it should") }
        }
    }

    func startFailover() throws -> Process {
        try run("failover", ["node1", "node2", "node3"].map { "\($0)=\(places["BSS_\($0.uppercased())"] ?? "")" })
    }

    /// kill -9 of the server; its children end when they notice.
    func killPrimary() throws {
        let text = try String(contentsOfFile: "\(directory)/node1/postmaster.pid", encoding: .utf8)
        let server = try #require(text.split(separator: "\n").first.flatMap { pid_t($0) })
        kill(server, SIGKILL)
    }
}
