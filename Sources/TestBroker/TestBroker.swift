import Foundation

/// A Kafka broker for tests and measurements: noida-db (PyPI), as `scripts/install test` brings it, on a free port of this
/// machine with a directory of its own. It keeps its data in memory mostly: an acknowledged record survives the clients, but not
/// a kill of the broker itself.
///
/// It ends with this process, however that ends: a shell beside it waits for the end of a pipe that this process holds.
public final class TestBroker: Sendable {
    /// Where it listens, `host:port`.
    public let address: String
    /// Its process.
    public let processID: Int32
    private let directory: String
    private let pipe: Pipe
    private let process: Process

    /// For `KafkaConfiguration.fetchPauseMilliseconds`: it does not hold a fetch until there is something.
    public static let fetchPauseMilliseconds = 4

    /// How long it may take to answer, in steps of `stepSeconds`.
    private static let steps = 400
    private static let stepSeconds = 0.05

    /// The broker that all tests of this process share; nil if it is not installed.
    public static let shared: TestBroker? = {
        guard program != nil else { return nil }
        do {
            return try TestBroker()
        } catch {
            fatalError("the test broker does not start: \(error)")
        }
    }()

    /// Where the broker is installed; nil if it is not.
    public static var program: String? {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["BSS_TEST_VENV"] ?? (environment["HOME"] ?? "/root") + "/.cache/bss/venv"
        let libraries = home + "/lib"
        // why: a folder that is not there holds no broker
        for version in (try? FileManager.default.contentsOfDirectory(atPath: libraries)) ?? [] {
            let path = "\(libraries)/\(version)/site-packages/noida_db/noida-db"
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        return nil
    }

    /// Starts one and waits until it listens.
    ///
    /// - Throws: `TestBrokerError`.
    public init() throws {
        guard let program = Self.program else {
            throw TestBrokerError("noida-db is not installed; run scripts/install test")
        }
        let port = try Self.freePort()
        address = "127.0.0.1:\(port)"
        directory = FileManager.default.temporaryDirectory.path + "/bss-broker-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        pipe = Pipe()
        // Other children of this process must not hold it open.
        _ = fcntl(pipe.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        // `read` ends when nobody holds the other end of the pipe any more.
        let script = #"""
            "$1" start --data-dir "$2" --only kafka --kafka-port "$3" < /dev/null > "$2/broker.log" 2>&1 &
            broker=$!
            echo $broker > "$2/broker.pid"
            read -r line
            kill -9 $broker 2> /dev/null
            rm -rf "$2"
            """#
        process.arguments = ["-c", script, "broker", program, directory, String(port)]
        process.standardInput = pipe
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        // The shell has its own; were it held here as well, it could not see its end.
        try pipe.fileHandleForReading.close()
        var found: Int32?
        for _ in 0..<Self.steps {
            if let text = FileManager.default.contents(atPath: directory + "/broker.pid") {
                found = Int32(String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
            }
            if found != nil, Self.listens(port) { break }
            Thread.sleep(forTimeInterval: Self.stepSeconds)
        }
        guard let found, Self.listens(port) else {
            let log = FileManager.default.contents(atPath: directory + "/broker.log") ?? Data()
            try pipe.fileHandleForWriting.close()
            throw TestBrokerError("the test broker does not listen: \(String(decoding: log, as: UTF8.self))")
        }
        processID = found
    }

    /// Ends it and removes its data.
    public func stop() throws {
        try pipe.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    private static func address(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return address
    }

    private static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var place = address(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let outcome = withUnsafeMutablePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard outcome else { throw TestBrokerError("no port is free") }
        return UInt16(bigEndian: place.sin_port)
    }

    private static func listens(_ port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var place = address(port)
        return withUnsafePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
