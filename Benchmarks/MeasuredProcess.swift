import Foundation

/// What another program used from its start to its end, as the kernel counted it.
struct MeasuredProcess: Sendable {
    /// User and system time in seconds.
    let cpuSeconds: Double
    /// Its greatest resident memory in bytes (VmHWM).
    let peakBytes: Double
    /// What it wrote to standard output and standard error.
    let output: String

    /// Runs a program to its end; blocks until then. Its output goes through a file in `directory`.
    ///
    /// - Throws: `BenchmarkFailure` if it cannot be started or does not end with 0.
    init(_ program: [String], environment: [String: String] = [:], directory: String) throws {
        let path = directory + "/output-\(UUID().uuidString)"
        // why: a left-over file spoils no figure
        defer { try? FileManager.default.removeItem(atPath: path) }
        var variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }.map { "\($0)=\($1)" }
        variables.sort()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        // Threads of Swift's pool block signals, and pgbench ends its run by SIGALRM.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var process: pid_t = 0
        let fault = Self.withPointers(program) { arguments in
            Self.withPointers(variables) { posix_spawnp(&process, program[0], &actions, &attributes, arguments, $0) }
        }
        guard fault == 0 else {
            throw BenchmarkFailure("cannot start \(program[0]): \(String(cString: strerror(fault)))")
        }
        var status: Int32 = 0
        var usage = rusage()
        while wait4(process, &status, 0, &usage) < 0 {
            guard errno == EINTR else { throw BenchmarkFailure("lost \(program[0])") }
        }
        output = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
        guard status == 0 else {
            throw BenchmarkFailure("\(program.joined(separator: " ")) failed: \(output.suffix(2_000))")
        }
        let micro = usage.ru_utime.tv_usec + usage.ru_stime.tv_usec
        cpuSeconds = Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + Double(micro) / 1e6
        peakBytes = Double(usage.ru_maxrss) * 1_024
    }

    private static func withPointers<Result>(
        _ strings: [String],
        _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }

    /// The number behind a word in its output, as the yardsticks print theirs: `events 5000000`.
    func number(_ word: String) throws -> Double {
        let words = output.split { $0 == " " || $0 == "\n" }
        guard let index = words.firstIndex(of: word[...]), index + 1 < words.count,
            let number = Double(words[index + 1])
        else { throw BenchmarkFailure("no '\(word)' in: \(output.suffix(2_000))") }
        return number
    }
}
