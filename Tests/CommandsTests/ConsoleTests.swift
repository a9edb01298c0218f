import Foundation
import Testing

private let repository = String(#filePath.dropLast("/Tests/CommandsTests/ConsoleTests.swift".count))

/// The console in a real browser (Debian's chromium, driven by `scripts/browse.mjs`), over the running program.
@Suite(
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium")),
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/node"))
) struct ConsoleTests {
    @Test func ordersAppearByThemselves() async throws {
        let data = Program.directory()
        let program = try await Program(data: data, arguments: ["--demo"])
        defer {
            program.stop()
            try? FileManager.default.removeItem(atPath: data)  // why: temporary
        }
        let browser = Process()
        let output = Pipe()
        browser.executableURL = URL(fileURLWithPath: "/usr/bin/node")
        browser.arguments = [
            repository + "/scripts/browse.mjs", program.url, "--until",
            "document.querySelectorAll('#rows tr').length > 2 && document.querySelectorAll('#parts tr').length > 2",
            "--print",
            "[document.getElementById('linktext').textContent, document.title, "
                + "document.getElementById('parts').innerText.includes('SQLite')].join('|')",
        ]
        browser.standardOutput = output
        try browser.run()
        let printed = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        browser.waitUntilExit()
        #expect(browser.terminationStatus == 0)
        #expect(printed == "live|BSS console|true\n")
    }
}
