import ArgumentParser
import Playground
import Primitives
import TerminalKit

struct PlaygroundStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what runs, where, and what was left out and why."
    )

    @OptionGroup var options: PlaygroundOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let state = try options.state()
        var rows: [(cells: [String], json: JSON)] = []
        for member in state.members {
            let isRunning = member.process?.isRunning == true
            let phase =
                !isRunning && (member.phase == .ready || member.phase == .starting) ? "ended" : member.phase.rawValue
            let ports = member.ports.map { "\($0.number) \($0.name)" }.joined(separator: ", ")
            let memory = member.process?.residentBytes
            rows.append(
                (
                    [
                        member.name, phase, isRunning ? "\(member.process?.id ?? 0)" : "",
                        memory.map { Readable.bytes($0) } ?? "", "\(member.restarts)", ports,
                    ],
                    [
                        "name": .string(member.name), "state": .string(phase),
                        "process": isRunning ? .integer(Int64(member.process?.id ?? 0)) : .null,
                        "residentBytes": memory.map { .integer($0) } ?? .null,
                        "restarts": .integer(Int64(member.restarts)),
                        "ports": .array(member.ports.map { .integer(Int64($0.number)) }),
                    ]
                )
            )
        }
        for component in state.leftOut {
            let remedy = component.remedy.isEmpty ? "" : ": \(component.remedy)"
            rows.append(
                (
                    [component.name, "left out", "", "", "", component.reason + remedy],
                    [
                        "name": .string(component.name), "state": "left out", "reason": .string(component.reason),
                        "remedy": .string(component.remedy),
                    ]
                )
            )
        }
        output.show(
            [
                .text("component"), .text("state"), .number("process"), .number("memory"), .number("restarts"),
                .text("ports"),
            ],
            rows
        )
        guard state.supervisor.isRunning else {
            throw ErrorReport(
                "the playground's supervisor (process \(state.supervisor.id)) was killed",
                hint: "bss playground down ends what it left behind"
            )
        }
    }
}
