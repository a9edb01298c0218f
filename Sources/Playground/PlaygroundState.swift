import Foundation
import Primitives

/// What runs, as it stands in `playground.json` in the data directory: by it other commands find the processes.
public struct PlaygroundState: Sendable, Hashable {
    /// How far a component has come.
    public enum Phase: String, Sendable, Hashable {
        /// Others must be ready first.
        case waiting
        /// It was begun and does not answer yet.
        case starting
        /// It answers, or did when it was last begun.
        case ready
        /// It ended by itself and is begun again.
        case ended
        /// It was killed and shall stay down.
        case held
    }

    /// A component.
    public struct Member: Sendable, Hashable {
        /// Its name.
        public let name: String
        /// Its ports.
        public let ports: [Component.Port]
        /// How far it has come.
        public var phase: Phase
        /// Its process; nil before it is begun.
        public var process: ProcessIdentity?
        /// What ends it in order.
        public let stop: Component.StopSignal
        /// How many times it was begun again.
        public var restarts: Int
    }

    /// The process that keeps the others.
    public let supervisor: ProcessIdentity
    /// What is added to each port.
    public let portOffset: Int
    /// Whether servers share the cluster and the broker.
    public let isShared: Bool
    /// Whether all is ready.
    public var isReady: Bool
    /// The components, in the order in which they are begun.
    public var members: [Member]
    /// What is not there.
    public let leftOut: [Plan.LeftOut]

    private static func path(_ directory: String) -> String { directory + "/playground.json" }

    /// Writes the file.
    func write(in directory: String) throws {
        try Data((json.text + "\n").utf8).write(to: URL(fileURLWithPath: Self.path(directory)), options: .atomic)
    }

    /// Reads the file; nil if there is none.
    ///
    /// - Throws: `PlaygroundError` if it is not what `write` wrote.
    public static func read(in directory: String) throws -> PlaygroundState? {
        guard let data = FileManager.default.contents(atPath: path(directory)) else { return nil }
        guard let state = PlaygroundState(try JSON(parsing: data)) else {
            throw PlaygroundError("\(path(directory)) is of another version of bss")
        }
        return state
    }

    /// The state as programs read it.
    public var json: JSON {
        [
            "supervisor": Self.json(supervisor), "portOffset": .integer(Int64(portOffset)), "shared": .bool(isShared),
            "ready": .bool(isReady), "components": .array(members.map(Self.json)),
            "leftOut": .array(
                leftOut.map {
                    ["name": .string($0.name), "reason": .string($0.reason), "remedy": .string($0.remedy)]
                }
            ),
        ]
    }

    private static func json(_ process: ProcessIdentity) -> JSON {
        ["id": .integer(Int64(process.id)), "startTicks": .integer(Int64(process.startTicks))]
    }

    private static func json(_ member: Member) -> JSON {
        [
            "name": .string(member.name), "phase": .string(member.phase.rawValue),
            "process": member.process.map(json) ?? .null, "stop": .string(member.stop.rawValue),
            "restarts": .integer(Int64(member.restarts)),
            "ports": .array(
                member.ports.map { ["name": .string($0.name), "number": .integer(Int64($0.number))] }
            ),
        ]
    }

    private init?(_ json: JSON) {
        guard let supervisor = json["supervisor"].flatMap(Self.process), let offset = json["portOffset"]?.integer,
            let isShared = json["shared"]?.bool, let isReady = json["ready"]?.bool,
            let components = json["components"]?.array, let leftOut = json["leftOut"]?.array
        else { return nil }
        self.init(
            supervisor: supervisor,
            portOffset: Int(offset),
            isShared: isShared,
            isReady: isReady,
            members: components.compactMap(Self.member),
            leftOut: leftOut.map {
                Plan.LeftOut(
                    name: $0["name"]?.string ?? "",
                    reason: $0["reason"]?.string ?? "",
                    remedy: $0["remedy"]?.string ?? ""
                )
            }
        )
    }

    init(
        supervisor: ProcessIdentity,
        portOffset: Int,
        isShared: Bool,
        isReady: Bool,
        members: [Member],
        leftOut: [Plan.LeftOut]
    ) {
        self.supervisor = supervisor
        self.portOffset = portOffset
        self.isShared = isShared
        self.isReady = isReady
        self.members = members
        self.leftOut = leftOut
    }

    private static func process(_ json: JSON) -> ProcessIdentity? {
        guard let id = json["id"]?.integer, let ticks = json["startTicks"]?.integer else { return nil }
        return ProcessIdentity(id: Int32(id), startTicks: UInt64(ticks))
    }

    private static func member(_ json: JSON) -> Member? {
        guard let name = json["name"]?.string, let phase = json["phase"]?.string.flatMap(Phase.init),
            let stop = json["stop"]?.string.flatMap(Component.StopSignal.init), let restarts = json["restarts"]?.integer
        else { return nil }
        return Member(
            name: name,
            ports: (json["ports"]?.array ?? []).compactMap { port in
                guard let name = port["name"]?.string, let number = port["number"]?.integer else { return nil }
                return Component.Port(name, Int(number))
            },
            phase: phase,
            process: json["process"].flatMap(process),
            stop: stop,
            restarts: Int(restarts)
        )
    }
}
