import Foundation
import PostgresStorage
import ScratchPostgres
import Testing

/// TM Forum's official conformance kits, unmodified, against the built program on a fresh store.
@Suite(.serialized) struct ConformanceKitTests {
    struct Kit: Sendable, CustomTestStringConvertible {
        let folder: String
        let collection: String
        let variable: String
        let path: String
        var testDescription: String { folder }
    }

    static let kits = [
        Kit(
            folder: "CTK-TMF620-ProductCatalog",
            collection: "CTK-Product_Catalog-4.0.0.postman_collection.json",
            variable: "Product_Catalog",
            path: "/tmf-api/productCatalogManagement/v4/"
        ),
        Kit(
            folder: "CTK-TMF622-ProductOrdering",
            collection: "TMF622-ProductOrdering-v4.0.0.testkit.json",
            variable: "Product_Ordering",
            path: "/tmf-api/productOrderingManagement/v4/"
        ),
        Kit(
            folder: "CTK-TMF629-Customer",
            collection: "CTK-Customer-4.0.0.postman_collection.json",
            variable: "Customer",
            path: "/tmf-api/customerManagement/v4/"
        ),
    ]

    /// Where the kits are: beside the checkout, or where BSS_TMF_KITS says.
    static let root =
        ProcessInfo.processInfo.environment["BSS_TMF_KITS"]
        ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../../shared/tmf")
        .standardized.path

    static let isAtHand = FileManager.default.fileExists(atPath: root + "/run_ctk.mjs")

    @Test(.enabled(if: isAtHand, "the kits are not at hand: set BSS_TMF_KITS"), arguments: kits, [false, true])
    func passes(kit: Kit, strict: Bool) async throws { try await run(kit, strict: strict) }

    @Test(.enabled(if: isAtHand, "the kits are not at hand: set BSS_TMF_KITS"), arguments: kits)
    func passesOverPostgreSQL(kit: Kit) async throws {
        let server = try ScratchPostgres.shared()
        let address = try server.borrowDatabase()
        try await run(kit, strict: true, ["BSS_STORAGE_KIND": "postgres", "BSS_STORAGE_URL": address.connectionString])
        try server.giveBack(address)
    }

    private func run(_ kit: Kit, strict: Bool, _ environment: [String: String] = [:]) async throws {
        let data = Program.directory()
        let program = try await Program(data: data, environment: environment)
        defer {
            program.stop()
            try? FileManager.default.removeItem(atPath: data)  // why: temporary
        }
        let folder = "\(Self.root)/ctk/\(kit.folder)/ctk"
        let runner = Process()
        runner.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        runner.arguments =
            [
                "node", Self.root + "/run_ctk.mjs", "\(folder)/\(kit.collection)",
                "\(folder)/TMFENV-V4.0.0.postman_environment.json", "\(kit.variable)=\(program.url)\(kit.path)",
            ] + (strict ? ["--strict"] : [])
        let output = Pipe()
        runner.standardOutput = output
        try runner.run()
        let report = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        runner.waitUntilExit()
        #expect(runner.terminationStatus == 0, "\(report)")
        #expect(report.contains(" passed, 0 failed"), "\(report)")
    }
}
