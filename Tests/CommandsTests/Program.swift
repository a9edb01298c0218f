import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Primitives

/// The built program, driven as a user would: started, asked over HTTP, stopped or killed.
final class Program: Sendable {
    let process: Process
    let url: String

    /// A directory of its own for each test, removed by `remove`.
    static func directory() -> String {
        FileManager.default.temporaryDirectory.path + "/bss-program-\(UUID().uuidString)"
    }

    /// The program that was built beside the tests.
    static var executable: URL {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        while folder.path != "/" {
            let candidate = folder.appendingPathComponent("bss")
            if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
            folder = folder.deletingLastPathComponent()
        }
        preconditionFailure("the program bss was not built beside the tests")
    }

    /// Starts `bss start` on a data directory and a free port, and waits until it answers.
    init(data: String, arguments: [String] = [], environment: [String: String] = [:]) async throws {
        try? FileManager.default.removeItem(atPath: data + "/server.json")  // why: there is none the first time
        process = Process()
        process.executableURL = Self.executable
        process.arguments = ["start", "--data", data, "--port", "0"] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<2_400 {
            if let info = FileManager.default.contents(atPath: data + "/server.json"),
                let url = try JSON(parsing: info)["url"]?.string
            {
                self.url = url
                return
            }
            guard process.isRunning else { throw Ended(status: process.terminationStatus) }
            try await Task.sleep(for: .milliseconds(50))
        }
        process.terminate()
        throw Ended(status: -1)
    }

    struct Ended: Error {
        let status: Int32
    }

    /// kill -9.
    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Asks it to stop, and waits; answers its exit status.
    @discardableResult
    func stop() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Runs the program to its end with these arguments.
    static func run(
        _ arguments: [String],
        input: String? = nil,
        environment: [String: String] = [:]
    ) throws -> (
        status: Int32, output: String, errors: String
    ) {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = URL(fileURLWithPath: directory() + ".out")
        let errors = URL(fileURLWithPath: directory() + ".err")
        let source = URL(fileURLWithPath: directory() + ".in")
        for file in [output, errors] { try Data().write(to: file) }
        try Data((input ?? "").utf8).write(to: source)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        process.standardInput = try FileHandle(forReadingFrom: source)
        // why: temporary
        defer { for file in [output, errors, source] { try? FileManager.default.removeItem(at: file) } }
        try process.run()
        process.waitUntilExit()
        return (
            process.terminationStatus, String(decoding: try Data(contentsOf: output), as: UTF8.self),
            String(decoding: try Data(contentsOf: errors), as: UTF8.self)
        )
    }

    /// What is at a path, as text.
    func text(_ path: String) async throws -> String {
        let response = try await HTTPClient.shared.execute(HTTPClientRequest(url: url + path), timeout: .seconds(30))
        return String(buffer: try await response.body.collect(upTo: 64 << 20))
    }

    /// Asks the API; answers the status and the body.
    func ask(
        _ method: String,
        _ path: String,
        _ body: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> (status: Int, json: JSON, headers: [String: String]) {
        var request = HTTPClientRequest(url: url + path)
        request.method = .RAW(value: method)
        if let body {
            request.body = .bytes(ByteBuffer(string: body))
            request.headers.add(name: "content-type", value: "application/json")
        }
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let bytes = try await response.body.collect(upTo: 64 << 20)
        let json = bytes.readableBytes == 0 ? JSON.null : try JSON(parsing: Array(bytes.readableBytesView))
        var found: [String: String] = [:]
        for header in response.headers { found[header.name.lowercased()] = header.value }
        return (Int(response.status.code), json, found)
    }
}
