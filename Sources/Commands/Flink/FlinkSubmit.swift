import ArgumentParser
import AsyncHTTPClient
import FlinkGateway
import Foundation
import Primitives
import Server
import StreamSQL
import TerminalKit

struct FlinkSubmit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit",
        abstract: "Send scripts to Flink: each becomes a job.",
        discussion: """
            A script is sent as it is. What differs from place to place goes beside it and before what it says: --set is Flink's
            configuration, --option an option of every table with the connector kafka. Passwords belong in a file, not on the
            command line: --options-file, or the setting flink.optionsFile, names a JSON object of such options.

            Examples:
              bss flink submit jobs/*.sql --option properties.bootstrap.servers=kafka:9092
              bss flink submit jobs/fraud-detection.sql --set parallelism.default=4 --options-file kafka.json
              bss flink submit totals.sql --savepoint file:/var/flink/savepoints/savepoint-b00394-4ae27f7493d4
              bss flink submit totals.sql --gateway http://flink:8083
            """
    )

    @Argument(help: "Files with Flink SQL.") var files: [String]
    @Option(name: .customLong("set"), help: ArgumentHelp("Flink's configuration.", valueName: "key=value"))
    var sets: [FlinkPair] = []
    @Option(name: .customLong("option"), help: ArgumentHelp("An option of all Kafka tables.", valueName: "key=value"))
    var options: [FlinkPair] = []
    @Option(help: ArgumentHelp("A JSON file with such options.", valueName: "file")) var optionsFile: String?
    @Option(help: ArgumentHelp("Where to begin: a savepoint or checkpoint.", valueName: "path")) var savepoint: String?
    @Flag(help: "Leave out state of the savepoint that the script has no operator for.") var allowLostState = false
    @Flag(help: "Submit even if a job of this name runs.") var again = false
    @Option(help: ArgumentHelp("The runner's jar; also the setting flink.runner.", valueName: "jar")) var runner:
        String?
    @Option(help: ArgumentHelp("Submit through this SQL Gateway, without a runner.", valueName: "url"))
    var gateway: String?
    @OptionGroup var cluster: FlinkOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard savepoint == nil || files.count == 1 else {
            throw ValidationError("A savepoint is of one job: name one file with --savepoint.")
        }
    }

    func run() async throws {
        let scripts = try files.map { ($0, try Self.script($0)) }
        let jobs = try await cluster.withCluster { [self] cluster, settings in
            var options = try FlinkFiles.options(optionsFile ?? settings.text("flink.optionsFile"))
            options.merge(FlinkPair.dictionary(self.options)) { $1 }
            if !again { try await Self.refuseRunning(scripts, on: cluster) }
            var jobs: [(file: String, id: String)] = []
            if let gateway {
                for (file, script) in scripts {
                    let ids = try await submit(script, file, options, through: SQLGateway(url: gateway, http: .shared))
                    jobs += ids.map { (file, $0) }
                }
                return jobs
            }
            let runner = try FlinkFiles.runner(self.runner ?? settings.text("flink.runner"))
            for (file, script) in scripts {
                let submission = FlinkSubmission(
                    script: script,
                    settings: FlinkPair.dictionary(sets),
                    options: options,
                    savepoint: savepoint,
                    allowsLostState: allowLostState
                )
                jobs.append((file, try await cluster.submit(submission, by: runner)))
            }
            return jobs
        }
        output.show(
            [.text("file"), .text("job")],
            jobs.map { ([$0.file, $0.id], ["file": .string($0.file), "job": .string($0.id)]) }
        )
    }

    private static func script(_ file: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw ErrorReport("cannot read \(file)", hint: "name files with Flink SQL, such as jobs/*.sql")
        }
        return String(decoding: data, as: UTF8.self)
    }

    /// Two jobs of one script would write everything twice, and fence each other's transactions.
    private static func refuseRunning(_ scripts: [(String, String)], on cluster: FlinkCluster) async throws {
        let running = try await cluster.jobs().filter { !$0.hasEnded }
        for (file, text) in scripts {
            guard let name = name(of: text), let job = running.first(where: { $0.name == name }) else { continue }
            throw ErrorReport(
                "\(file): job \(name) runs on \(cluster.url) already",
                why: "its id is \(job.id), and two of them would write everything twice",
                hint: "stop it first (bss flink stop \(name)), or submit with --again"
            )
        }
    }

    /// What a script calls its job.
    private static func name(of script: String) -> String? {
        // why: Flink knows statements that this parser does not; Flink itself says what is wrong with a script
        guard let parsed = try? Script(parsing: script) else { return nil }
        for statement in parsed.statements {
            if case .set(let option) = statement.kind, option.key == "pipeline.name" { return option.value }
        }
        return nil
    }

    /// Sends the statements one by one. The options of the Kafka tables follow each CREATE TABLE in an ALTER TABLE.
    private func submit(
        _ script: String,
        _ file: String,
        _ options: [String: String],
        through gateway: SQLGateway
    ) async throws -> [String] {
        let parsed: Script
        do { parsed = try Script(parsing: script) } catch {
            throw ErrorReport("\(file) cannot be taken apart", why: error.rendered(source: script, file: file))
        }
        let bytes = Array(script.utf8)
        var statements: [String] = []
        for statement in parsed.statements {
            if case .set(let option) = statement.kind, sets.contains(where: { $0.key == option.key }) { continue }
            statements.append(String(decoding: bytes[statement.range.start..<statement.range.end], as: UTF8.self))
            guard case .createTable(let table) = statement.kind, !options.isEmpty,
                table.options.contains(where: { $0.key == "connector" && $0.value == "kafka" })
            else { continue }
            let pairs = options.sorted { $0.key < $1.key }.map { "\(Self.quoted($0.key)) = \(Self.quoted($0.value))" }
            let name = table.name.parts.map { "`\($0.name.replacing("`", with: "``"))`" }.joined(separator: ".")
            statements.append("ALTER TABLE \(name) SET (\(pairs.joined(separator: ", ")))")
        }
        var settings = FlinkPair.dictionary(sets)
        if let savepoint { settings["execution.state-recovery.path"] = savepoint }
        if allowLostState { settings["execution.state-recovery.ignore-unclaimed-state"] = "true" }
        return try await gateway.submit(statements, settings: settings)
    }

    private static func quoted(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }
}
