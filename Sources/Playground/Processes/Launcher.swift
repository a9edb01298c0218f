import Dispatch
import Foundation
import Synchronization

/// Begins processes, all from one thread that lives as long as the program.
///
/// A thread because the kernel ties a child to the *thread* that began it: PR_SET_PDEATHSIG, with which a component ends when
/// this program is killed, would also strike when a pooled thread ends.
final class Launcher: Sendable {
    private struct Request: Sendable {
        let command: Component.Command
        let account: Component.Account
        let stop: Component.StopSignal
        let log: String
        let directory: String
        let answer: CheckedContinuation<Int32, any Error>
    }

    private let requests = Mutex<[Request]>([])
    private let waiting = DispatchSemaphore(value: 0)
    /// Whether the user is root, so that components get rights of their own.
    private let isRoot = geteuid() == 0

    init() {
        let thread = Thread { [self] in
            while true {
                waiting.wait()
                guard let request = requests.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { continue }
                request.answer.resume(with: Result { try Self.spawn(request, isRoot: isRoot) })
            }
        }
        thread.name = "bss-launcher"
        thread.start()
    }

    /// Begins a process in a session of its own, its output appended to `log`; answers its id.
    ///
    /// - Throws: `PlaygroundError` if it cannot be begun.
    func start(
        _ command: Component.Command,
        account: Component.Account,
        stop: Component.StopSignal,
        log: String,
        directory: String
    ) async throws -> Int32 {
        try await withCheckedThrowingContinuation { answer in
            requests.withLock {
                $0.append(
                    Request(
                        command: command,
                        account: account,
                        stop: stop,
                        log: log,
                        directory: directory,
                        answer: answer
                    )
                )
            }
            waiting.signal()
        }
    }

    /// Runs a command to its end.
    ///
    /// - Throws: `PlaygroundError` with the end of its output if it fails; `CancellationError` after it was killed.
    func run(_ command: Component.Command, account: Component.Account, log: String, directory: String) async throws {
        let id = try await start(command, account: account, stop: .terminate, log: log, directory: directory)
        while true {
            if let ending = Ending(of: id) {
                guard ending == .exit(0) else {
                    throw PlaygroundError("\(command.words[0]) \(ending)", detail: LogFile.end(log))
                }
                return
            }
            do {
                try await Task.sleep(for: .milliseconds(20))
            } catch {
                kill(-id, SIGKILL)
                _ = Ending(of: id, waits: true)
                throw error
            }
        }
    }

    private static func spawn(_ request: Request, isRoot: Bool) throws -> Int32 {
        // Each of these replaces itself by the next, so that the id is that of the component.
        var words = ["env", "--chdir=\(request.directory)", "setsid", "setpriv", "--pdeathsig", request.stop.rawValue]
        if isRoot, request.account == .service {
            words += ["--reuid=postgres", "--regid=postgres", "--clear-groups"]
        }
        words += ["--"] + request.command.words
        var environment = ProcessInfo.processInfo.environment
        // The settings of the shell that the playground was begun from are not its components'.
        for name in environment.keys where name.hasPrefix("BSS_") || name.hasPrefix("PG") { environment[name] = nil }
        // libpq looks for certificates in the home, which must be one that the account may read.
        if request.account == .service { environment["HOME"] = request.directory }
        environment.merge(request.command.environment) { $1 }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, request.log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var arguments = words.map { strdup($0) }
        var variables = environment.map { strdup("\($0.key)=\($0.value)") }
        arguments.append(nil)
        variables.append(nil)
        defer { for text in arguments + variables { free(text) } }
        var id: pid_t = 0
        let fault = posix_spawnp(&id, "env", &actions, &attributes, arguments, variables)
        guard fault == 0 else {
            throw PlaygroundError(
                "\(request.command.words[0]) cannot be started",
                detail: String(cString: strerror(fault)),
                hint: fault == ENOENT ? "env, setsid and setpriv are needed: apt-get install coreutils util-linux" : nil
            )
        }
        return id
    }
}
