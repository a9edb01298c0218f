/// What a command says when it fails: what failed, why, and what to do next.
public struct ErrorReport: Error, Sendable, Hashable {
    /// What failed, on what.
    public let what: String
    /// Why; nil if `what` says it.
    public let why: String?
    /// What to do.
    public let hint: String?
    /// The exit status: 1 for a failure at run time, 64 for wrong usage, 78 for wrong configuration (sysexits.h).
    public let status: Int32

    /// A report.
    public init(_ what: String, why: String? = nil, hint: String? = nil, status: Int32 = 1) {
        self.what = what
        self.why = why
        self.hint = hint
        self.status = status
    }

    /// The text, a line each.
    public func render(style: Style) -> String {
        var text = style.red("error:") + " \(what)\n"
        for line in (why ?? "").split(separator: "\n") { text += "       \(line)\n" }
        if let hint { text += style.cyan("hint:") + "  \(hint)\n" }
        return text
    }
}

/// What a program says when it has started: a title, aligned facts, lines to paste.
public struct Banner: Sendable, Hashable {
    /// The first line.
    public let title: String
    /// Names and values, aligned.
    public let facts: [(name: String, value: String)]
    /// Lines to paste into a shell.
    public let lines: [String]

    /// A banner.
    public init(_ title: String, facts: [(name: String, value: String)], lines: [String] = []) {
        self.title = title
        self.facts = facts
        self.lines = lines
    }

    /// Whether two banners say the same.
    public static func == (left: Banner, right: Banner) -> Bool {
        left.title == right.title && left.lines == right.lines && left.facts.elementsEqual(right.facts, by: ==)
    }

    /// Hashes the title and the lines.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(title)
        hasher.combine(lines)
    }

    /// The text.
    public func render(style: Style) -> String {
        let width = facts.map { TextTable.width(of: $0.name) }.max() ?? 0
        var text = "\n  \(style.bold(style.green(title)))\n\n"
        for (name, value) in facts {
            text +=
                "  \(style.faint(name + String(repeating: " ", count: width - TextTable.width(of: name))))  \(value)\n"
        }
        if !lines.isEmpty { text += "\n" }
        for line in lines { text += "  \(style.cyan("$")) \(line)\n" }
        return text + "\n"
    }
}
