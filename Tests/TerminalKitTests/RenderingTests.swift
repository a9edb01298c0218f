import TerminalKit
import Testing

@Suite struct RenderingTests {
    private let plain = Style(isOn: false)

    @Test func tablesAlignByDisplayedWidth() {
        let table = TextTable(
            [.text("name"), .number("orders"), .text("note")],
            [["Ada", "7", "x"], ["日本", "1,200", ""]]
        )
        #expect(table.render() == "name  orders  note\nAda        7  x\n日本   1,200\n")
    }

    @Test func tablesFitTheTerminal() {
        let table = TextTable([.text("text"), .number("n")], [[String(repeating: "a", count: 40), "1"]])
        for line in table.render(width: 20).split(separator: "\n") { #expect(TextTable.width(of: String(line)) <= 20) }
        #expect(table.render(width: 20).contains("…"))
    }

    @Test func errorsSayWhatToDo() {
        let report = ErrorReport(
            "port 8080 is in use",
            why: "another process listens there",
            hint: "choose another with --port"
        )
        #expect(
            report.render(style: plain)
                == "error: port 8080 is in use\n       another process listens there\nhint:  choose another with --port\n"
        )
        #expect(report.render(style: Style(isOn: true)).hasPrefix("\u{1B}[31merror:\u{1B}[0m"))
    }

    @Test func bannersAlignTheirFacts() {
        let banner = Banner(
            "BSS is running",
            facts: [("API", "http://x"), ("Console", "http://y")],
            lines: ["curl http://x"]
        )
        #expect(
            banner.render(style: plain)
                == "\n  BSS is running\n\n  API      http://x\n  Console  http://y\n\n  $ curl http://x\n\n"
        )
    }

    @Test(
        arguments: [(0, "0 B"), (1_023, "1023 B"), (1_536, "1.5 KiB"), (20 << 20, "20 MiB"), (3 << 40, "3.0 TiB")]
            as [(Int64, String)]
    )
    func bytesAreReadable(count: Int64, text: String) {
        #expect(Readable.bytes(count) == text)
    }

    @Test(arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "-1,234,567")] as [(Int64, String)])
    func countsAreGrouped(count: Int64, text: String) {
        #expect(Readable.count(count) == text)
    }

    @Test func barsGrowWithTheShare() {
        #expect(Readable.bar(0) == "")
        #expect(Readable.bar(1, width: 4) == "████")
        #expect(Readable.bar(0.5, width: 4) == "██")
        #expect(Readable.bar(7, width: 2) == "██")
    }
}
