import Foundation

/// The files of the project, as the house rules look at them.
struct SourceTree {
    /// A Swift file.
    struct File {
        /// Its path from the root.
        let path: String
        /// Its lines.
        let lines: [String]

        /// The line with comments and the content of strings left out.
        func code(_ index: Int) -> String { SourceTree.code(lines[index]) }
    }

    let root: String
    let swift: [File]
    let markdown: [String]

    init() throws {
        root =
            URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..").standardized
            .path
        var swift: [File] = []
        var markdown: [String] = []
        guard let walk = FileManager.default.enumerator(atPath: root) else { throw CocoaError(.fileNoSuchFile) }
        while let path = walk.nextObject() as? String {
            if path.hasPrefix(".") {
                walk.skipDescendants()
                continue
            }
            if path.hasSuffix(".md") { markdown.append(path) }
            guard path.hasSuffix(".swift") else { continue }
            let text = try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
            swift.append(
                File(path: path, lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
            )
        }
        self.swift = swift.sorted { $0.path < $1.path }
        self.markdown = markdown
    }

    /// The files below some folders.
    func files(below folders: String...) -> [File] {
        swift.filter { file in folders.contains { file.path.hasPrefix($0 + "/") } }
    }

    /// A line without its comment and without what stands in its strings.
    static func code(_ line: String) -> String {
        var result = ""
        var isString = false
        var previous: Character = " "
        for character in line {
            if isString {
                if character == "\"", previous != "\\" {
                    isString = false
                    result.append("\"")
                }
            } else if character == "\"" {
                isString = true
                result.append("\"")
            } else if character == "/", previous == "/" {
                result.removeLast()
                return result
            } else {
                result.append(character)
            }
            previous = previous == "\\" && character == "\\" ? " " : character
        }
        return result
    }
}

/// The functions of a file with their lengths: a declaration whose braces open on its line or after its parameters, to
/// the line at whose end they are closed again. Multi-line strings do not count as code.
struct FunctionLengths {
    static func over(_ limit: Int, in lines: [String]) -> [(line: Int, length: Int)] {
        var found: [(line: Int, length: Int)] = []
        var open: [(line: Int, depth: Int)] = []
        var declared: Int?
        var depth = 0
        var isText = false
        for (index, line) in lines.enumerated() {
            if isText {
                if line.contains("\"\"\"") { isText = false }
                continue
            }
            let code = SourceTree.code(line)
            if line.contains("\"\"\""), line.components(separatedBy: "\"\"\"").count % 2 == 0 { isText = true }
            let words = code.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" })
            if words.contains("func")
                || words.contains("init") && code.contains("init(") && !code.contains(".init(")
                    && !code.contains("self.init") && !code.contains("super.init")
            {
                declared = index
            }
            for character in code {
                if character == "{" {
                    depth += 1
                    if let start = declared {
                        open.append((start, depth))
                        declared = nil
                    }
                } else if character == "}" {
                    if let last = open.last, last.depth == depth {
                        let length = index - last.line + 1
                        if length > limit { found.append((last.line + 1, length)) }
                        open.removeLast()
                    }
                    depth -= 1
                }
            }
        }
        return found
    }
}
