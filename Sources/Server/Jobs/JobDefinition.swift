import Foundation

/// A stream job as the operator wants it: what it runs, with how many workers, and whether it runs at all.
public struct JobDefinition: Sendable, Hashable, Codable {
    /// The longest name, in bytes.
    static let nameBytesMax = 80
    /// The largest script, in bytes.
    static let scriptBytesMax = 1 << 20

    /// Its name: of its folder, its metrics and its consumer group.
    var name: String
    /// Its Flink SQL; nil for a job that comes with the program, whose script is the program's.
    var script: String?
    /// Workers; nil for what the script or the settings say.
    var parallelism: Int?
    /// Whether the operator stopped it.
    var isStopped = false
    /// The rehearsal that it runs for; nil if what it writes goes into its topics.
    var rehearsal: Int64?
    /// The rehearsal that was prepared last and is not promoted.
    var openRehearsal: Int64?
    /// Where it runs instead; nil if here.
    var movedTo: String?
    /// How often its state was discarded.
    var generation = 1

    /// What its journal and consumer group are called: others after its state was discarded.
    var runName: String { generation == 1 ? name : "\(name)-\(generation)" }

    /// Whether a text can be a job's name.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= nameBytesMax && text.first != "-"
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// The jobs that come with the program (jobs/*.sql), by name.
    public static let builtIn: [String: String] = [
        "customer-analytics": String(decoding: PackageResources.customer_analytics_sql, as: UTF8.self),
        "order-analytics": String(decoding: PackageResources.order_analytics_sql, as: UTF8.self),
        "fraud-detection": String(decoding: PackageResources.fraud_detection_sql, as: UTF8.self),
    ]
}

/// The jobs' folder: `<data>/jobs/<name>/{job.json,checkpoints,savepoints}`.
struct JobFolder: Sendable {
    let path: String

    /// The definitions that are kept here.
    func definitions() throws -> [JobDefinition] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: path).sorted().compactMap { name in
            guard let data = FileManager.default.contents(atPath: "\(path)/\(name)/job.json") else { return nil }
            return try JSONDecoder().decode(JobDefinition.self, from: data)
        }
    }

    /// Keeps a definition, durable on return.
    func write(_ definition: JobDefinition) throws {
        _ = try folder(definition.name, nil)
        let file = "\(path)/\(definition.name)/job.json"
        try JSONEncoder().encode(definition).write(to: URL(fileURLWithPath: file), options: .atomic)
    }

    /// A job's folder, or one in it, made if it is not there.
    func folder(_ name: String, _ part: String?) throws -> String {
        let folder = "\(path)/\(name)" + (part.map { "/" + $0 } ?? "")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    /// Forgets a job's checkpoints.
    func discardCheckpoints(of definition: JobDefinition) throws {
        try removeIfThere("\(path)/\(definition.name)/checkpoints")
    }

    /// Forgets a job.
    func remove(_ name: String) throws { try removeIfThere("\(path)/\(name)") }

    private func removeIfThere(_ path: String) throws {
        if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
    }

    /// The names of a job's savepoints, oldest first.
    func savepoints(of name: String) -> [String] {
        // why: without the folder there are none
        ((try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(name)/savepoints")) ?? []).sorted()
    }

    /// Makes a savepoint the only checkpoint, from which the job begins next.
    func begin(_ name: String, at savepoint: String) throws {
        let from = "\(path)/\(name)/savepoints/\(savepoint)"
        let to = "\(path)/\(name)/checkpoints"
        try removeIfThere(to)
        try FileManager.default.copyItem(atPath: from, toPath: to)
    }

    /// Copies the checkpoints of a job that does not run as a savepoint.
    func copyCheckpoints(of name: String, as savepoint: String) throws {
        _ = try folder(name, "savepoints")
        try FileManager.default.copyItem(
            atPath: "\(path)/\(name)/checkpoints",
            toPath: "\(path)/\(name)/savepoints/\(savepoint)"
        )
    }
}
