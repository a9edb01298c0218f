import Foundation
import Logging

/// Keeps the components of a plan running: begins them in order, begins again what ends by itself, and stops all of them in
/// reverse order.
public actor Supervisor {
    /// Components that come up side by side: more would make each other late.
    static let startsAtOnceMax = 4
    /// Seconds that a component may take until it is ready.
    static let readySecondsMax = 180.0
    /// Seconds of pause before a component is begun again; it doubles with each time, up to `pauseSecondsMax`.
    static let pauseSeconds = 0.5
    /// The longest pause, in seconds.
    static let pauseSecondsMax = 30.0

    /// Something that happened.
    public enum Event: Sendable, Hashable {
        /// A component is being begun.
        case starting(String)
        /// A component is ready: how many are, of how many.
        case ready(String, Int, Int)
        /// A component ended by itself, in this way.
        case ended(String, String)
        /// A component is being stopped: how many have been, of how many.
        case stopping(String, Int, Int)
    }

    private let plan: Plan
    private let deployment: Deployment
    private let directory: PlaygroundDirectory
    private let report: @Sendable (Event) -> Void
    private let launcher = Launcher()
    private var state: PlaygroundState

    /// A supervisor for the components of a plan; nothing is begun yet.
    public init(_ deployment: Deployment, _ plan: Plan, report: @escaping @Sendable (Event) -> Void) {
        guard let own = ProcessIdentity(running: getpid()) else { preconditionFailure("this process does not run") }
        self.plan = plan
        self.deployment = deployment
        self.report = report
        directory = PlaygroundDirectory(deployment.directory)
        state = PlaygroundState(
            supervisor: own,
            portOffset: deployment.ports.offset,
            isShared: deployment.backends == .shared,
            isReady: false,
            members: plan.components.map {
                PlaygroundState.Member(
                    name: $0.name,
                    ports: $0.ports,
                    phase: .waiting,
                    process: nil,
                    stop: $0.stop,
                    restarts: 0
                )
            },
            leftOut: plan.leftOut
        )
    }

    /// Checks that every port is free, writes the components' files and begins them; returns when all are ready.
    ///
    /// - Parameter password: PostgreSQL's, if this directory has none yet.
    /// - Throws: `PlaygroundError`; what was begun by then goes on until `down`.
    public func up(password: String) async throws {
        try checkPorts()
        try writeFiles(password: password)
        try save()
        try await startAll()
        state.isReady = true
        try save()
    }

    private func checkPorts() throws {
        let taken = plan.ports.filter { !LocalPort.isFree($0.port.number) }
        guard taken.isEmpty else {
            throw PlaygroundError(
                "ports that the playground needs are in use",
                detail: taken.map { "\($0.port.number)  \($0.component) (\($0.port.name))" }.joined(separator: "\n"),
                hint: "move all ports with --port-offset 10000, or leave components out with --without NAME"
            )
        }
    }

    private func writeFiles(password: String) throws {
        let known = FileManager.default.contents(atPath: deployment.ownPassword)
        let password = known.map { String(decoding: $0, as: UTF8.self) } ?? password
        for (file, account) in deployment.secrets(password: password) { try directory.write(file, for: account) }
        for component in plan.components {
            try directory.makeFolder(deployment.folder(component.name), for: component.account)
            for file in component.files { try directory.write(file, for: component.account) }
            try directory.hold(component.name, false)
        }
    }

    private func save() throws { try state.write(in: deployment.directory) }

    private func change(_ name: String, _ body: (inout PlaygroundState.Member) -> Void) throws {
        guard let index = state.members.firstIndex(where: { $0.name == name }) else { return }
        body(&state.members[index])
        try save()
    }

    // MARK: Starting

    private func startAll() async throws {
        let names = Set(plan.components.map(\.name))
        try await withThrowingTaskGroup(of: String.self) { group in
            var waiting = plan.components
            var running = 0
            var ready: Set<String> = []
            while true {
                while running < Self.startsAtOnceMax,
                    let index = waiting.firstIndex(where: {
                        ready.isSuperset(of: names.intersection($0.needs + $0.follows))
                    })
                {
                    let component = waiting.remove(at: index)
                    running += 1
                    group.addTask {
                        try await self.start(component)
                        return component.name
                    }
                }
                guard let name = try await group.next() else { return }
                running -= 1
                ready.insert(name)
                report(.ready(name, ready.count, names.count))
            }
        }
    }

    private func start(_ component: Component) async throws {
        report(.starting(component.name))
        let log = directory.log(component.name)
        for preparation in component.before { try await prepare(preparation, component, log) }
        let id = try await launcher.start(
            component.command,
            account: component.account,
            stop: component.stop,
            log: log,
            directory: deployment.folder(component.name)
        )
        try change(component.name) {
            $0.phase = .starting
            $0.process = ProcessIdentity(running: id)
        }
        try await waitUntilReady(component, id, log)
        for preparation in component.after { try await prepare(preparation, component, log) }
        try change(component.name) { $0.phase = .ready }
    }

    private func prepare(_ preparation: Component.Preparation, _ component: Component, _ log: String) async throws {
        guard !directory.isDone(preparation, of: component) else { return }
        if let folder = preparation.clears, FileManager.default.fileExists(atPath: folder) {
            try FileManager.default.removeItem(atPath: folder)
        }
        let folder = deployment.folder(component.name)
        try await launcher.run(preparation.command, account: component.account, log: log, directory: folder)
        try directory.setDone(preparation, of: component)
    }

    private func waitUntilReady(_ component: Component, _ id: Int32, _ log: String) async throws {
        let probe = Probe(launcher: launcher)
        let deadline = ContinuousClock.now + .seconds(Self.readySecondsMax)
        while try await !probe.isReady(component.readiness, of: component, log: directory.log("probes")) {
            if let ending = Ending(of: id) {
                throw PlaygroundError("\(component.name) \(ending)", detail: LogFile.end(log), hint: "its log: \(log)")
            }
            guard ContinuousClock.now < deadline else {
                throw PlaygroundError(
                    "\(component.name) was not ready after \(Int(Self.readySecondsMax)) s",
                    detail: LogFile.end(log),
                    hint: "its log: \(log)"
                )
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    // MARK: Keeping

    /// Begins again what ends by itself, until the task is cancelled.
    public func watch() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for component in plan.components {
                group.addTask { try await self.keep(component) }
            }
        }
    }

    private func keep(_ component: Component) async throws {
        while true {
            try await Task.sleep(for: .milliseconds(200))
            guard let member = state.members.first(where: { $0.name == component.name }) else { return }
            guard let process = member.process else { continue }
            if member.phase == .ready {
                guard let ending = Ending(of: process.id) else { continue }
                // What it began and left behind, such as the program under a shell script.
                kill(-process.id, SIGKILL)
                let isHeld = directory.isHeld(component.name)
                try change(component.name) { $0.phase = isHeld ? .held : .ended }
                report(.ended(component.name, "\(ending)"))
            } else if !directory.isHeld(component.name) {
                try await startAgain(component, after: member.restarts)
            }
        }
    }

    private func startAgain(_ component: Component, after restarts: Int) async throws {
        try await Task.sleep(
            for: .seconds(min(Self.pauseSecondsMax, Self.pauseSeconds * Double(1 << min(restarts, 8))))
        )
        try change(component.name) { $0.restarts += 1 }
        do {
            try await start(component)
            report(.ready(component.name, plan.components.count, plan.components.count))
        } catch let error as PlaygroundError {
            // It is tried again after a longer pause; what is in its way may go.
            report(.ended(component.name, error.what))
            if let process = state.members.first(where: { $0.name == component.name })?.process {
                await ProcessStop.kill(process)
                _ = Ending(of: process.id)
            }
            try change(component.name) { $0.phase = .ended }
        }
    }

    // MARK: Stopping

    /// Stops everything in reverse order; what nothing else hangs on any more is stopped side by side.
    public func down() async throws {
        let running = Set(state.members.filter { $0.process?.isRunning == true }.map(\.name))
        var left = plan.components.filter { running.contains($0.name) }
        while !left.isEmpty {
            let needed = Set(left.flatMap { $0.needs + $0.follows })
            let wave = left.filter { !needed.contains($0.name) }
            precondition(!wave.isEmpty, "a plan has no circles")
            report(.stopping(wave.map(\.name).joined(separator: ", "), running.count - left.count, running.count))
            await withDiscardingTaskGroup { group in
                for component in wave {
                    guard let process = state.members.first(where: { $0.name == component.name })?.process else {
                        continue
                    }
                    group.addTask {
                        await ProcessStop.stop(process, component.stop)
                        _ = Ending(of: process.id)
                    }
                }
            }
            left.removeAll { component in wave.contains { $0.name == component.name } }
        }
        let file = deployment.directory + "/playground.json"
        if FileManager.default.fileExists(atPath: file) { try FileManager.default.removeItem(atPath: file) }
    }

    /// Ends what a supervisor that was killed has left behind. Does nothing while the supervisor runs.
    public static func sweep(_ directory: PlaygroundDirectory) async throws {
        guard let state = try PlaygroundState.read(in: directory.path), !state.supervisor.isRunning else { return }
        for member in state.members.reversed() {
            if let process = member.process { await ProcessStop.stop(process, member.stop) }
        }
        try FileManager.default.removeItem(atPath: directory.path + "/playground.json")
    }
}

extension Supervisor {
    /// Kills a component with all that it began, as a crash would. The supervisor begins it again, unless it shall stay down.
    ///
    /// - Throws: `PlaygroundError` if there is no such component, or if it does not run.
    public static func crash(_ name: String, in directory: PlaygroundDirectory, staysDown: Bool) async throws {
        let member = try member(name, in: directory)
        guard let process = member.process, process.isRunning else {
            throw PlaygroundError("\(name) does not run", hint: "begin it again with: bss playground start \(name)")
        }
        try directory.hold(name, staysDown)
        await ProcessStop.kill(process)
    }

    /// Lets a component that was kept down be begun again.
    ///
    /// - Throws: `PlaygroundError` if there is no such component.
    public static func release(_ name: String, in directory: PlaygroundDirectory) throws {
        try directory.hold(member(name, in: directory).name, false)
    }

    private static func member(
        _ name: String,
        in directory: PlaygroundDirectory
    ) throws -> PlaygroundState.Member {
        guard let state = try PlaygroundState.read(in: directory.path) else {
            throw PlaygroundError("no playground runs in \(directory.path)", hint: "begin one with: bss playground up")
        }
        guard let member = state.members.first(where: { $0.name == name }) else {
            throw PlaygroundError(
                "there is no component \(name)",
                hint: "there are \(state.members.map(\.name).joined(separator: ", "))"
            )
        }
        return member
    }
}
