import Foundation

/// Job a by other means over the same bytes: a hand-written loop in C++, and a batch query of DuckDB on one thread.
struct TumblingYardsticks: Sendable {
    /// Where programs and output go.
    let directory: String
    /// How often each is run; the least time counts.
    let rounds: Int

    /// Seconds of CPU of the C++ loop, the whole process.
    ///
    /// - Throws: `BenchmarkFailure` without g++, or if it counted other events.
    func native(_ input: String, events: Int) throws -> Double {
        let source = directory + "/tumbling.cpp"
        let program = directory + "/tumbling"
        try Data(PackageResources.tumbling_cpp).write(to: URL(fileURLWithPath: source))
        let compiler = ["g++", "-O3", "-march=native", "-std=c++17", "-o", program, source]
        _ = try MeasuredProcess(compiler, directory: directory)
        return try best([program, input], events: events) { $0.cpuSeconds }
    }

    /// Seconds of CPU of DuckDB's query, without starting Python and DuckDB.
    ///
    /// - Throws: `BenchmarkFailure` if there is no DuckDB and none can be had, or if it counted other events.
    func duckDB(_ input: String, events: Int) throws -> Double {
        let source = directory + "/tumbling.py"
        let modules = NSHomeDirectory() + "/.cache/bss/duckdb"
        try Data(PackageResources.tumbling_py).write(to: URL(fileURLWithPath: source))
        if !FileManager.default.fileExists(atPath: modules + "/duckdb") {
            let install = ["python3", "-m", "pip", "install", "--quiet", "--target", modules, "duckdb"]
            _ = try MeasuredProcess(install, directory: directory)
        }
        let variables = ["PYTHONPATH": modules]
        return try best(["python3", source, input], environment: variables, events: events) { try $0.number("cpu") }
    }

    private func best(
        _ program: [String],
        environment: [String: String] = [:],
        events: Int,
        _ seconds: (MeasuredProcess) throws -> Double
    ) throws -> Double {
        try (0..<rounds).map { _ in
            let process = try MeasuredProcess(program, environment: environment, directory: directory)
            guard try process.number("events") == Double(events) else {
                throw BenchmarkFailure("\(program[0]) counted other events: \(process.output)")
            }
            return try seconds(process)
        }.min() ?? .infinity
    }
}
