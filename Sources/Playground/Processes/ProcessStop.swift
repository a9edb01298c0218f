import Foundation

/// Ends processes in order, with all that they began.
enum ProcessStop {
    /// How long a process may take to end by itself, in seconds.
    static let seconds = 15.0

    /// Asks a process to end, waits, and then ends it and every process that it began. Returns when none of them runs.
    static func stop(_ process: ProcessIdentity, _ signal: Component.StopSignal) async {
        let family = process.family
        process.signal(signal == .interrupt ? SIGINT : SIGTERM)
        await wait(for: [process], seconds: seconds)
        await end(family + process.family)
    }

    /// Kills a process and every process that it began, at once.
    static func kill(_ process: ProcessIdentity) async { await end(process.family) }

    private static func end(_ family: [ProcessIdentity]) async {
        for member in family { member.signal(SIGKILL) }
        await wait(for: family, seconds: 5)
    }

    private static func wait(for family: [ProcessIdentity], seconds: Double) async {
        for _ in 0..<Int(seconds * 50) where family.contains(where: \.isRunning) {
            // A process that was asked to end is waited for also when the one who asked was asked to end.
            _ = await Task { try await Task.sleep(for: .milliseconds(20)) }.result
        }
    }
}
