/// A path into a JSON document, followed over the document's bytes: values beside the path are skipped, not parsed, and
/// nothing is allocated.
///
/// A step names a member of an object; arrays on the way, and at the end, are looked at element by element. Text that is
/// not JSON ends the search where it stops making sense.
struct DocumentPath: Sendable {
    /// The names, as UTF-8.
    let steps: [[UInt8]]

    init(_ names: [String]) { steps = names.map { Array($0.utf8) } }

    /// Shows `visit` every scalar at the path that is not null, in document order, until it returns true; says whether
    /// it did.
    func contains(in document: UnsafeRawBufferPointer, where visit: (DocumentScalar) -> Bool) -> Bool {
        var walk = DocumentWalk(bytes: document, path: self)
        return walk.value(step: 0, depth: 0, visit)
    }
}

/// A position in a document that moves forward only.
private struct DocumentWalk {
    // Deeper values are skipped: the walk recurses, and documents come from outside.
    static let depthMax = 128

    let bytes: UnsafeRawBufferPointer
    let path: DocumentPath
    var position = 0

    init(bytes: UnsafeRawBufferPointer, path: DocumentPath) {
        self.bytes = bytes
        self.path = path
    }

    /// Consumes a value; true if `visit` stopped the walk inside it.
    mutating func value(step: Int, depth: Int, _ visit: (DocumentScalar) -> Bool) -> Bool {
        skipSpace()
        guard position < bytes.count else { return false }
        let isAtEnd = step == path.steps.count
        switch bytes[position] {
        case UInt8(ascii: "["):
            guard depth < Self.depthMax else { return giveUp() }
            return array(step: step, depth: depth, visit)
        case UInt8(ascii: "{"):
            guard !isAtEnd, depth < Self.depthMax else {
                skipNested()
                return false
            }
            return object(step: step, depth: depth, visit)
        case UInt8(ascii: "\""):
            guard let text = string() else { return giveUp() }
            return isAtEnd && visit(text)
        default:
            guard let word = word() else { return giveUp() }
            return isAtEnd && !word.isNull && visit(word)
        }
    }

    private mutating func array(step: Int, depth: Int, _ visit: (DocumentScalar) -> Bool) -> Bool {
        position += 1
        skipSpace()
        if take(UInt8(ascii: "]")) { return false }
        repeat {
            if value(step: step, depth: depth + 1, visit) { return true }
            skipSpace()
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "]")) ? false : giveUp()
    }

    private mutating func object(step: Int, depth: Int, _ visit: (DocumentScalar) -> Bool) -> Bool {
        position += 1
        skipSpace()
        if take(UInt8(ascii: "}")) { return false }
        repeat {
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\""), let name = string() else {
                return giveUp()
            }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { return giveUp() }
            if name.hasText(path.steps[step]) {
                if value(step: step + 1, depth: depth + 1, visit) { return true }
            } else {
                skipValue()
            }
            skipSpace()
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "}")) ? false : giveUp()
    }

    private mutating func skipValue() {
        skipSpace()
        guard position < bytes.count else { return }
        switch bytes[position] {
        case UInt8(ascii: "["), UInt8(ascii: "{"): skipNested()
        case UInt8(ascii: "\""): if string() == nil { _ = giveUp() }
        default: if word() == nil { _ = giveUp() }
        }
    }

    private mutating func skipNested() {
        var open = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                if string() == nil { _ = giveUp() }
                continue
            case UInt8(ascii: "["), UInt8(ascii: "{"): open += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): open -= 1
            default: break
            }
            position += 1
            if open == 0 { return }
        }
    }

    private mutating func string() -> DocumentScalar? {
        position += 1
        let start = position
        var hasEscape = false
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                defer { position += 1 }
                let content = UnsafeRawBufferPointer(rebasing: bytes[start..<position])
                return DocumentScalar(bytes: content, kind: hasEscape ? .escapedString : .string)
            }
            if byte == UInt8(ascii: "\\") {
                hasEscape = true
                position += 1
            }
            position += 1
        }
        return nil
    }

    private mutating func word() -> DocumentScalar? {
        let start = position
        scan: while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ":"), 0x20, 0x09, 0x0A, 0x0D:
                break scan
            default: position += 1
            }
        }
        guard position > start else { return nil }
        return DocumentScalar(bytes: UnsafeRawBufferPointer(rebasing: bytes[start..<position]), kind: .word)
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func giveUp() -> Bool {
        position = bytes.count
        return false
    }
}
