import Configuration
import Foundation
import Operations
import SystemPackage

/// The settings in force, from flags, environment, file and defaults, in this order.
public struct ServerSettings: Sendable {
    /// A setting's value and where it came from.
    public struct Entry: Sendable, Hashable {
        /// The setting.
        public let setting: Setting
        /// Its value.
        public let value: String
        /// `flag`, `environment`, `file` or `default`.
        public let source: String
    }

    /// Every setting with its value, in the order of `Setting.all`.
    public let entries: [Entry]
    private let values: [String: String]

    /// Reads the settings. `flags` are keys and values from the command line; `file` is a JSON file, which must exist if
    /// it is named.
    ///
    /// - Throws: `SettingsError` listing everything that is wrong.
    public static func load(
        flags: [String: String] = [:],
        environment: [String: String],
        file: String?
    ) async throws(SettingsError) -> ServerSettings {
        var faults: [String] = []
        var sources: [(name: String, reader: ConfigReader)] = [
            (
                "flag",
                ConfigReader(
                    provider: InMemoryProvider(
                        values: Dictionary(
                            uniqueKeysWithValues: flags.map {
                                (AbsoluteConfigKey(ConfigKey($0.key)), ConfigValue(.string($0.value), isSecret: false))
                            }
                        )
                    )
                )
            ),
            (
                "environment",
                ConfigReader(
                    provider: EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "bss")
                )
            ),
        ]
        if let file {
            do {
                let provider = try await FileProvider<JSONSnapshot>(filePath: FilePath(file))
                sources.append(("file", ConfigReader(provider: provider)))
                faults += try unknownKeys(in: file)
            } catch {
                throw SettingsError(faults: ["\(file): \(error)"])
            }
        }
        faults += flags.keys.filter { key in !Setting.all.contains { $0.key == key } }.map { "unknown setting \($0)" }
        var entries: [Entry] = []
        for setting in Setting.all {
            var entry = Entry(setting: setting, value: setting.standard, source: "default")
            for (name, reader) in sources {
                guard let value = text(of: setting, reader) else { continue }
                entry = Entry(setting: setting, value: value, source: name)
                break
            }
            if let fault = setting.fault(of: entry.value) {
                let shown = setting.isSecret ? "" : " \"\(entry.value)\""
                faults.append("\(setting.key)\(shown) (\(entry.source)) \(fault)")
            }
            entries.append(entry)
        }
        let values = Dictionary(uniqueKeysWithValues: entries.map { ($0.setting.key, $0.value) })
        if values["storage.routeReads"] == "true", values["storage.kind"] != "postgres" {
            faults.append("storage.routeReads is for a Citus cluster: set storage.kind to postgres, or leave it out")
        }
        guard faults.isEmpty else { throw SettingsError(faults: faults) }
        return ServerSettings(entries: entries, values: values)
    }

    private static func text(of setting: Setting, _ reader: ConfigReader) -> String? {
        let key = ConfigKey(setting.key)
        if let text = reader.string(forKey: key, isSecret: setting.isSecret) { return text }
        // A flag of a JSON file can be read as a number too, and would be 0 or 1.
        if setting.kind == .flag, let flag = reader.bool(forKey: key, isSecret: setting.isSecret) {
            return flag ? "true" : "false"
        }
        if let number = reader.int(forKey: key, isSecret: setting.isSecret) { return String(number) }
        return nil
    }

    /// Keys in the file that mean nothing: a misspelt setting must not be ignored silently.
    private static func unknownKeys(in file: String) throws -> [String] {
        let object = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: file)))
        var keys: [String] = []
        func collect(_ value: Any, _ path: String) {
            guard let object = value as? [String: Any] else {
                keys.append(path)
                return
            }
            for (key, value) in object { collect(value, path.isEmpty ? key : "\(path).\(key)") }
        }
        collect(object, "")
        return keys.filter { key in !Setting.all.contains { $0.key == key } }.sorted().map {
            "\(file): unknown setting \($0)"
        }
    }

    /// The value of a text setting. Traps on an unknown key.
    public func text(_ key: String) -> String {
        guard let value = values[key] else { preconditionFailure("no setting \(key)") }
        return value
    }

    /// The value of a number setting. Traps on an unknown key.
    public func number(_ key: String) -> Int {
        guard let number = Int(text(key)) else { preconditionFailure("\(key) is no number") }
        return number
    }

    /// The value of a flag. Traps on an unknown key.
    public func flag(_ key: String) -> Bool { text(key) == "true" }

    /// The same settings with some values replaced.
    public func with(_ replacements: [String: String]) -> ServerSettings {
        ServerSettings(
            entries: entries.map { entry in
                replacements[entry.setting.key].map { Entry(setting: entry.setting, value: $0, source: "flag") }
                    ?? entry
            },
            values: values.merging(replacements) { $1 }
        )
    }

    /// What the operations take from the settings.
    public var operations: OperationSettings {
        OperationSettings(
            region: text("region.name"),
            provisioningMilliseconds: Int64(number("fulfilment.provisioningMilliseconds")),
            provisioningFailurePercent: number("fulfilment.failurePercent"),
            provisioningAttemptsMax: number("fulfilment.attemptsMax"),
            provisioningRetryMilliseconds: Int64(number("fulfilment.retryMilliseconds")),
            allowPrivateCallbacks: flag("hub.allowPrivateCallbacks")
        )
    }

    /// Whether callers need an API key.
    public var requiresKeys: Bool {
        switch text("access.keys") {
        case "required": true
        case "off": false
        default: !["127.0.0.1", "::1", "localhost"].contains(text("http.host"))
        }
    }
}

/// Everything that is wrong with the settings.
public struct SettingsError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One line each.
    public let faults: [String]

    /// The lines, joined.
    public var description: String { faults.joined(separator: "\n") }
}
