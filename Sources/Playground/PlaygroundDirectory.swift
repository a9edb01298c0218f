import Foundation

/// The directory that a playground's components keep their data in.
public struct PlaygroundDirectory: Sendable, Hashable {
    /// Its path, absolute.
    public let path: String

    private var tag: String { path + "/playground.tag" }

    /// A directory.
    public init(_ path: String) {
        self.path = URL(fileURLWithPath: path).standardizedFileURL.path
    }

    /// Where a playground with this offset is kept if nothing else is said: the same for all commands of one user.
    public static func standard(offset: Int) -> PlaygroundDirectory {
        PlaygroundDirectory("\(FileManager.default.temporaryDirectory.path)/bss-playground-\(geteuid())-\(offset)")
    }

    /// Makes it, or takes the one that an earlier playground made.
    ///
    /// - Throws: `PlaygroundError` if it is somebody else's, holds something else, or cannot be entered by those who must.
    public func take() throws {
        var status = stat()
        if lstat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid() else {
                throw PlaygroundError("\(path) is not a directory of yours", hint: "name another with --data DIR")
            }
            let contents = try FileManager.default.contentsOfDirectory(atPath: path)
            guard contents.isEmpty || contents.contains("playground.tag") else {
                throw PlaygroundError(
                    "\(path) holds something else than a playground",
                    hint: "name an empty or a new directory with --data DIR"
                )
            }
        } else {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        // Components with rights of their own pass through; only their own folders are theirs to read.
        try Self.allow(path, 0o711)
        for folder in ["secrets", "logs", "held", "done"] {
            try FileManager.default.createDirectory(atPath: path + "/" + folder, withIntermediateDirectories: true)
            try Self.allow(path + "/" + folder, 0o711)
        }
        try Data("A playground of bss. Remove it with: bss playground down --remove\n".utf8)
            .write(to: URL(fileURLWithPath: tag))
        try checkEntry()
    }

    /// PostgreSQL, which does not run as root, must be able to reach its data.
    private func checkEntry() throws {
        guard geteuid() == 0 else { return }
        guard Self.account != nil else {
            throw PlaygroundError(
                "there is no user postgres on this machine",
                hint: "apt-get install postgresql-15 makes it; or run bss as a user who is not root"
            )
        }
        var folder = URL(fileURLWithPath: path)
        while folder.path != "/" {
            folder = folder.deletingLastPathComponent()
            var status = stat()
            guard stat(folder.path, &status) == 0, status.st_mode & S_IXOTH != 0 else {
                throw PlaygroundError(
                    "\(path) cannot be reached by the user postgres, as whom PostgreSQL runs",
                    detail: "\(folder.path) is closed to others",
                    hint: "name a directory elsewhere with --data DIR, or run bss as a user who is not root"
                )
            }
        }
    }

    /// Removes it with all that is in it, if it is a playground's.
    public func remove() throws {
        guard FileManager.default.fileExists(atPath: tag) else { return }
        try FileManager.default.removeItem(atPath: path)
    }

    /// Makes a component's folder, with its account as owner.
    func makeFolder(_ folder: String, for account: Component.Account) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Self.give(folder, to: account)
        try Self.allow(folder, 0o755)
    }

    /// Writes a component's file, readable for its account.
    func write(_ file: Component.File, for account: Component.Account) throws {
        let folder = URL(fileURLWithPath: file.path).deletingLastPathComponent().path
        if !FileManager.default.fileExists(atPath: folder) { try makeFolder(folder, for: account) }
        let created = FileManager.default.createFile(
            atPath: file.path,
            contents: Data(file.text.utf8),
            attributes: [.posixPermissions: file.isSecret ? 0o600 : 0o644]
        )
        guard created else { throw PlaygroundError("\(file.path) cannot be written") }
        try Self.give(file.path, to: account)
    }

    /// The ids of the user postgres; nil if there is none.
    private static var account: (user: uid_t, group: gid_t)? {
        getpwnam("postgres").map { ($0.pointee.pw_uid, $0.pointee.pw_gid) }
    }

    private static func give(_ path: String, to account: Component.Account) throws {
        guard geteuid() == 0, account == .service, let owner = Self.account else { return }
        guard chown(path, owner.user, owner.group) == 0 else {
            throw PlaygroundError("\(path) cannot be given to postgres", detail: String(cString: strerror(errno)))
        }
    }

    private static func allow(_ path: String, _ mode: mode_t) throws {
        guard chmod(path, mode) == 0 else {
            throw PlaygroundError("\(path) cannot be opened up", detail: String(cString: strerror(errno)))
        }
    }

    /// Whether a preparation was done.
    func isDone(_ preparation: Component.Preparation, of component: Component) -> Bool {
        FileManager.default.fileExists(atPath: mark(preparation, component))
    }

    /// Remembers that a preparation was done.
    func setDone(_ preparation: Component.Preparation, of component: Component) throws {
        try Data().write(to: URL(fileURLWithPath: mark(preparation, component)))
    }

    private func mark(_ preparation: Component.Preparation, _ component: Component) -> String {
        "\(path)/done/\(component.name).\(preparation.name)"
    }

    /// The file by which a component is kept down.
    func holding(_ name: String) -> String { path + "/held/" + name }

    /// Whether a component shall stay down.
    func isHeld(_ name: String) -> Bool { FileManager.default.fileExists(atPath: holding(name)) }

    /// Keeps a component down, or lets it be begun again.
    public func hold(_ name: String, _ isHeld: Bool) throws {
        if isHeld {
            try Data().write(to: URL(fileURLWithPath: holding(name)))
        } else if self.isHeld(name) {
            try FileManager.default.removeItem(atPath: holding(name))
        }
    }

    /// Where a component's output goes.
    public func log(_ name: String) -> String { "\(path)/logs/\(name).log" }
}
