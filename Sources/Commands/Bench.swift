import ArgumentParser
import Benchmarks
import Foundation
import Primitives
import TerminalKit

struct Bench: AsyncParsableCommand {
    enum Part: String, ExpressibleByArgument, CaseIterable {
        case orders
        case storage
        case postgres
        case log
        case kafka
        case start
        case streaming
        case jobs
        case cluster
    }

    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure this machine: figures beside their yardstick in the same run.",
        discussion: """
            Use a release build on a quiet machine. The exit status is 1 if a target is missed.

            Examples:
              bss bench
              bss bench orders log --format json
              bss bench streaming --skip-flink
            """
    )

    @Argument(
        help: """
            What to measure: orders, storage, postgres, log, kafka, start, streaming, jobs, cluster; all unless given.
            """
    )
    var parts: [Part] = Part.allCases
    @Option(help: "How many orders the large store has.") var orders = 1_000_000
    @Option(help: "How many events the streaming jobs read.") var events = 5_000_000
    @Flag(help: "Measure the streaming jobs without Flink beside them, which takes most of the time.") var skipFlink =
        false
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let directory = FileManager.default.temporaryDirectory.path + "/bss-bench-\(getpid())"
        var rows: [BenchmarkRow] = []
        for part in parts {
            Terminal.writeError("measuring \(part.rawValue) ...\n")
            rows += try await measure(part, directory)
        }
        output.show(
            [
                .text("what"), .number("measured"), .text("unit"), .number("yardstick"), .number("ratio"),
                .text("target"),
                .text("met"),
            ],
            rows.map { row in
                let cells = [
                    row.name, Self.text(row.measured), row.unit, row.reference.map(Self.text) ?? "",
                    row.ratio.map { String(format: "%.2f", $0) } ?? "", row.target,
                    row.met.map { $0 ? "yes" : "NO" } ?? "",
                ]
                return (cells, Self.json(row))
            }
        )
        if rows.contains(where: { $0.met == false }) { throw ExitCode(1) }
    }

    private func measure(_ part: Part, _ directory: String) async throws -> [BenchmarkRow] {
        switch part {
        case .orders: return try await OrderBenchmark(directory: directory).run()
        case .storage:
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            // why: a left-over directory spoils no figure
            defer { try? FileManager.default.removeItem(atPath: directory) }
            return try await StorageBenchmark(folder: directory, orders: orders).run()
        case .postgres: return try await PostgresBenchmark(directory: directory).run()
        case .log:
            // why: a left-over directory spoils no figure
            defer { try? FileManager.default.removeItem(atPath: directory) }
            return try await LogBenchmark().run(directory: directory)
        case .kafka:
            // why: a left-over directory spoils no figure
            defer { try? FileManager.default.removeItem(atPath: directory) }
            return try await KafkaBenchmark(folder: directory).run()
        case .start:
            let bar = ProgressBar("writing \(Readable.count(Int64(orders))) orders")
            defer { bar.finish() }
            let program = Bundle.main.executablePath ?? CommandLine.arguments[0]
            return try await StartBenchmark(executable: program, directory: directory, orders: orders).run {
                bar.update($0)
            }
        case .cluster:
            return try await ClusterBenchmark(orders: orders).run { Terminal.writeError("  \($0)\n") }
        case .streaming:
            let program = Bundle.main.executablePath ?? CommandLine.arguments[0]
            let benchmark = StreamingBenchmark(
                executable: program,
                directory: directory,
                events: events,
                matchEvents: events * 2 / 5,
                skipsFlink: skipFlink
            )
            return try await benchmark.run { Terminal.writeError("  \($0)\n") }
        case .jobs:
            // why: a left-over directory spoils no figure
            defer { try? FileManager.default.removeItem(atPath: directory) }
            return try await JobsBenchmark(directory: directory).run()
        }
    }

    private static func text(_ value: Double) -> String {
        value >= 1_000 ? Readable.count(Int64(value)) : String(format: value < 10 ? "%.2f" : "%.1f", value)
    }

    private static func json(_ row: BenchmarkRow) -> JSON {
        func number(_ value: Double) -> JSON { .number(JSONNumber(validated: String(format: "%.4f", value))) }
        var object = JSONObject([
            ("what", .string(row.name)), ("measured", number(row.measured)), ("unit", .string(row.unit)),
        ])
        object["yardstick"] = row.reference.map(number)
        object["ratio"] = row.ratio.map(number)
        object["target"] = .string(row.target)
        object["met"] = row.met.map(JSON.bool)
        return .object(object)
    }
}
