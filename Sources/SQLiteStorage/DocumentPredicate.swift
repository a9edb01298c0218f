import Storage

/// What a `.document` condition or ordering looks for, prepared once per statement and handed to SQLite as a pointer, so
/// that nothing is parsed per row but the document.
final class DocumentPredicate: Sendable {
    private struct Literal: Sendable {
        let text: [UInt8]
        let number: DocumentNumber?

        init(_ literal: String, isFolded: Bool) {
            text = isFolded ? literal.utf8.map(DocumentPredicate.folded) : Array(literal.utf8)
            number = text.withUnsafeBytes { DocumentNumber($0) }
        }
    }

    private let path: DocumentPath
    private let comparison: DocumentComparison
    private let literals: [Literal]

    init(path: [String], _ comparison: DocumentComparison, _ literals: [String]) {
        precondition(
            literals.count <= StorageLimits.valuesPerConditionMax,
            "\(literals.count) literals in one condition"
        )
        self.path = DocumentPath(path)
        self.comparison = comparison
        self.literals = literals.map { Literal($0, isFolded: comparison == .contains) }
    }

    /// Whether one value at the path meets the comparison.
    func matches(_ document: UnsafeRawBufferPointer) -> Bool {
        guard let first = literals.first else { return false }
        return path.contains(in: document) { scalar in
            switch comparison {
            case .equals: literals.contains { Self.compared(scalar, $0) == 0 }
            case .less: Self.compared(scalar, first) < 0
            case .atMost: Self.compared(scalar, first) <= 0
            case .greater: Self.compared(scalar, first) > 0
            case .atLeast: Self.compared(scalar, first) >= 0
            case .contains: scalar.withText { Self.contains($0, first.text) }
            }
        }
    }

    /// Calls `body` with the first scalar at the path; nothing if there is none.
    func first(_ document: UnsafeRawBufferPointer, _ body: (DocumentScalar) -> Void) {
        _ = path.contains(in: document) { scalar in
            body(scalar)
            return true
        }
    }

    private static func compared(_ scalar: DocumentScalar, _ literal: Literal) -> Int {
        if let right = literal.number, let left = scalar.number { return left.compared(with: right) }
        return scalar.withText { text in
            for (left, right) in zip(text, literal.text) where left != right { return left < right ? -1 : 1 }
            return text.count < literal.text.count ? -1 : text.count == literal.text.count ? 0 : 1
        }
    }

    private static func contains(_ text: UnsafeRawBufferPointer, _ folded: [UInt8]) -> Bool {
        guard let first = folded.first else { return true }
        guard text.count >= folded.count else { return false }
        for start in 0...(text.count - folded.count) where Self.folded(text[start]) == first {
            var length = 1
            while length < folded.count, Self.folded(text[start + length]) == folded[length] { length += 1 }
            if length == folded.count { return true }
        }
        return false
    }

    private static func folded(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
