/// The checkpoints of a job, in a folder; reads and writes them on a thread of its own.
actor CheckpointStore {
    private let folder: String
    private nonisolated let executor = QueueExecutor(label: "checkpoints")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(folder: String) { self.folder = folder }

    /// The newest checkpoint that is whole; nil if there is none.
    func newest() throws -> Checkpoint? { try Checkpoint.newest(in: folder) }

    /// Writes one, durable on return; answers how many bytes it has.
    func write(_ checkpoint: Checkpoint) throws -> Int { try checkpoint.write(to: folder) }
}
