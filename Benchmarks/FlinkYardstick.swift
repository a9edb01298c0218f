import Foundation

/// Apache Flink as a yardstick: one JVM for each job, with a cluster within it.
struct FlinkYardstick: Sendable {
    private static let heap = "-Xmx4g"

    private let java: String
    private let home: String
    private let directory: String

    /// Finds Java 17 and the Flink that `scripts/flink/install` puts into `$BSS_FLINK_HOME` or `~/.cache/bss/flink-2.3.0`, and
    /// compiles what drives it, in `directory`.
    ///
    /// - Throws: `BenchmarkFailure`, which says what is missing.
    init(directory: String) throws {
        let variables = ProcessInfo.processInfo.environment
        home = variables["BSS_FLINK_HOME"] ?? NSHomeDirectory() + "/.cache/bss/flink-2.3.0"
        guard FileManager.default.fileExists(atPath: home + "/lib") else {
            throw BenchmarkFailure("no Flink in \(home): scripts/flink/install")
        }
        let machines = "/usr/lib/jvm"
        // why: a machine without the folder has no Java there
        let names = (try? FileManager.default.contentsOfDirectory(atPath: machines)) ?? []
        guard let name = names.sorted().first(where: { $0.hasPrefix("java-17-openjdk") }) else {
            throw BenchmarkFailure("no Java 17 in \(machines): scripts/flink/install")
        }
        java = "\(machines)/\(name)/bin"
        self.directory = directory
        let source = directory + "/JobTimer.java"
        try Data(PackageResources.JobTimer_java).write(to: URL(fileURLWithPath: source))
        try Data("rootLogger.level = OFF\n".utf8).write(to: URL(fileURLWithPath: directory + "/log4j.properties"))
        let compiler = ["\(java)/javac", "-d", directory + "/classes", "-cp", home + "/lib/*", source]
        _ = try MeasuredProcess(compiler, directory: directory)
    }

    /// What a job costs: seconds of CPU from its submission to its end, and the JVM's peak memory in bytes.
    ///
    /// - Parameter warmUp: a script that runs in the same JVM before, so that much of Flink is compiled.
    /// - Throws: `BenchmarkFailure`.
    func run(warmUp: String, _ script: String) throws -> (cpuSeconds: Double, peakBytes: Double) {
        let configuration = FileManager.default.contents(atPath: home + "/conf/config.yaml") ?? Data()
        let lines = String(decoding: configuration, as: UTF8.self).split(separator: "\n")
        let all = lines.map { $0.trimmingCharacters(in: .whitespaces) }.first { $0.hasPrefix("all: ") }
        let options = all.map { $0.dropFirst("all: ".count).split(separator: " ").map(String.init) } ?? []
        let process = try MeasuredProcess(
            ["\(java)/java"] + options + [
                Self.heap, "-Dlog4j.configurationFile=\(directory)/log4j.properties", "-cp",
                "\(directory)/classes:\(home)/lib/*", "JobTimer", warmUp, script,
            ],
            directory: directory
        )
        return (try process.number("cpu"), process.peakBytes)
    }
}
