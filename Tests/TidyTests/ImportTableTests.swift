import Foundation
import Testing

/// Who may import whom (docs/architecture.md), compared with Package.swift and with every import.
@Suite struct ImportTableTests {
    private static let server: Set<String> = [
        "HTTPAPI", "Operations", "Domain", "SQLiteStorage", "PostgresStorage", "SegmentLog", "KafkaLog", "Storage",
        "EventLog", "Primitives", "StreamSQL", "StreamRuntime",
    ]
    private static let allowed: [String: Set<String>] = [
        "Primitives": [], "TerminalKit": [], "CCRC32C": [], "CStreamKernels": [],
        "StreamSQL": ["Primitives"], "StreamRuntime": ["StreamSQL", "EventLog", "Primitives", "CStreamKernels"],
        "Domain": ["Primitives"], "Storage": ["Primitives"], "EventLog": ["Primitives"], "Workloads": ["Primitives"],
        "SQLiteStorage": ["Storage", "Primitives"], "SegmentLog": ["EventLog", "Primitives", "CCRC32C"],
        "CPostgres": [], "CRDKafka": [], "TestBroker": [],
        "PostgresStorage": ["Storage", "Primitives", "CPostgres"], "ScratchPostgres": ["PostgresStorage"],
        "KafkaLog": ["EventLog", "Primitives", "CRDKafka"],
        "FlinkGateway": ["Primitives"], "Playground": ["Primitives"],
        "Verification": ["PostgresStorage", "KafkaLog", "FlinkGateway", "Storage", "EventLog", "Primitives"],
        "Operations": ["Domain", "Storage", "EventLog", "Primitives"],
        "HTTPAPI": ["Operations", "Domain", "Primitives"],
        "Server": server,
        "Benchmarks": server.union(["Server", "TerminalKit", "Workloads", "TestBroker", "CRDKafka", "ScratchPostgres"]),
        "Commands": server.union([
            "Server", "TerminalKit", "Workloads", "Benchmarks", "FlinkGateway", "Playground", "Verification",
        ]),
        "bss": ["Commands"],
    ]

    @Test func importsFollowTheTable() throws {
        let tree = try SourceTree()
        var violations: [String] = []
        for file in tree.files(below: "Sources", "Benchmarks") {
            let parts = file.path.split(separator: "/").map(String.init)
            let target = parts[0] == "Benchmarks" ? "Benchmarks" : parts[1]
            guard let own = Self.allowed[target] else {
                violations.append("\(file.path): target \(target) is not in the table")
                continue
            }
            for (index, line) in file.lines.enumerated() {
                let words = line.split(separator: " ").map(String.init)
                guard let place = words.firstIndex(of: "import"), place + 1 < words.count, place <= 2,
                    !line.hasPrefix(" ")
                else { continue }
                let module = words[place + 1]
                if Self.allowed[module] != nil, !own.contains(module) {
                    violations.append("\(file.path):\(index + 1): \(target) imports \(module)")
                }
            }
        }
        #expect(violations.isEmpty, "\n\(violations.joined(separator: "\n"))")
    }

    @Test func thePackageFollowsTheTable() throws {
        let tree = try SourceTree()
        let text = try String(contentsOfFile: tree.root + "/Package.swift", encoding: .utf8)
        let declaration = try Regex(
            #"(?:library|executableTarget|target|systemLibrary)\(\s*(?:name: )?"(\w+)",?\s*(?:dependencies: )?(?:\[([^\]]*)\])?"#
        )
        var seen: Set<String> = []
        for match in text.matches(of: declaration) {
            let name = String(match.output[1].substring ?? "")
            guard let own = Self.allowed[name] else {
                Issue.record("target \(name) is not in the table")
                continue
            }
            seen.insert(name)
            let dependencies = (match.output[2].substring ?? "").split(separator: "\"").map(String.init)
            for dependency in dependencies where Self.allowed[dependency] != nil && !own.contains(dependency) {
                Issue.record("Package.swift: \(name) depends on \(dependency)")
            }
        }
        #expect(seen == Set(Self.allowed.keys))
    }

    @Test func dependenciesArePinned() throws {
        let tree = try SourceTree()
        let text = try String(contentsOfFile: tree.root + "/Package.swift", encoding: .utf8)
        let lines = text.split(separator: "\n").filter { $0.contains(".package(url:") }
        #expect(lines.count > 5)
        for line in lines { #expect(line.contains("exact: \""), "\(line)") }
    }
}
