import Glibc

/// The checkpoints of a job, in a folder; reads and writes them on a thread of its own.
actor CheckpointStore {
    private let folder: String
    private nonisolated let executor = QueueExecutor(label: "checkpoints")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    /// By checkpoint the files of state that it shares with others.
    private var sharedNames: [String: Set<String>] = [:]

    init(folder: String) { self.folder = folder }

    /// The newest checkpoint that is whole; nil if there is none.
    func newest() throws -> Checkpoint? { try Checkpoint.newest(in: folder) }

    /// Names for files of state that checkpoints share.
    func namesOfSharedState() throws -> SharedState.Names {
        SharedState.Names(behind: try Checkpoint.names(in: folder, prefix: SharedState.prefix))
    }

    /// Writes one, durable on return; answers how many bytes were written.
    func write(_ checkpoint: Checkpoint) throws -> Int {
        let count = try checkpoint.write(to: folder)
        sharedNames[checkpoint.fileName] = checkpoint.sharedNames
        try removeUnshared()
        return count
    }

    /// Removes files of shared state that no checkpoint has any more; none, while a checkpoint does not tell.
    private func removeUnshared() throws {
        let checkpoints = try Checkpoint.names(in: folder)
        var known: [String: Set<String>] = [:]
        for name in checkpoints {
            guard let names = sharedNames[name] ?? Checkpoint.sharedNames(of: name, in: folder) else { return }
            known[name] = names
        }
        sharedNames = known
        let used = known.values.reduce(into: Set<String>()) { $0.formUnion($1) }
        for name in try Checkpoint.names(in: folder, prefix: SharedState.prefix) where !used.contains(name) {
            unlink(folder + "/" + name)
        }
    }
}
