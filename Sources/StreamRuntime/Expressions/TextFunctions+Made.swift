import StreamSQL

extension TextFunctions {
    /// Functions that make a new text.
    static func made(_ function: ScalarFunction) -> RowFunction.Body? {
        switch function {
        case .upper: .text { arguments, row, sink in cased(arguments, row, sink, from: 0x61) { $0.uppercased() } }
        case .lower: .text { arguments, row, sink in cased(arguments, row, sink, from: 0x41) { lowercased($0) } }
        case .initCap: .text(initCap)
        case .concat, .concatenate:
            .text { arguments, row, sink in
                for index in 0..<arguments.count { sink.buffer.append(arguments.bytes(index, row)) }
                return sink.take()
            }
        case .padLeft: .text { arguments, row, sink in try padded(arguments, row, sink, isLeft: true) }
        case .padRight: .text { arguments, row, sink in try padded(arguments, row, sink, isLeft: false) }
        case .repeat:
            .text { arguments, row, sink in
                let bytes = arguments.bytes(0, row)
                let times = max(0, arguments.integer(1, row))
                if bytes.isEmpty { return StringRef() }
                try TextSink.require(Int(min(times, Int64(TextSink.byteLimit) + 1)) * bytes.count)
                for _ in 0..<times { sink.buffer.append(bytes) }
                return sink.take()
            }
        case .replace: .text(replaced)
        case .reverse: .text(reversed)
        case .overlay: .text(overlaid)
        case .chr:
            .text { arguments, row, sink in
                let code = arguments.integer(0, row)
                guard code >= 0, let scalar = Unicode.Scalar(UInt32(code & 0xFF)) else { return StringRef() }
                return sink.store(String(Character(scalar)))
            }
        case .translate: .text(translated)
        default: nil
        }
    }

    /// CONCAT_WS: leaves out what is NULL; NULL without a separator.
    static var joined: RowFunction.Body {
        .text { arguments, row, sink in
            if arguments.isNull(0, row) { return nil }
            var isFirst = true
            for index in 1..<max(1, arguments.count) where !arguments.isNull(index, row) {
                if !isFirst { sink.buffer.append(arguments.bytes(0, row)) }
                sink.buffer.append(arguments.bytes(index, row))
                isFirst = false
            }
            return sink.take()
        }
    }

    /// Upper or lower case. ASCII letters, which begin at 0x41 and 0x61, differ in one bit; others are by Unicode's rules.
    private static func cased(
        _ arguments: RowArguments,
        _ row: Int,
        _ sink: TextSink,
        from first: UInt8,
        _ transform: (String) -> String
    ) -> StringRef {
        let bytes = arguments.bytes(0, row)
        guard UTF8Characters.isASCII(bytes) else { return sink.store(transform(arguments.text(0, row))) }
        let target = sink.buffer.reserve(bytes.count)
        for index in 0..<bytes.count {
            let byte = bytes[index]
            target[index] = byte &- first < 26 ? byte ^ 0x20 : byte
        }
        sink.buffer.finish(at: target + bytes.count)
        return sink.take()
    }

    /// Lower case; a sigma at the end of a word has a form of its own.
    private static func lowercased(_ text: String) -> String {
        let lower = text.lowercased()
        guard text.contains("Σ") else { return lower }
        var scalars = Array(lower.unicodeScalars)
        for index in scalars.indices where scalars[index] == "σ" {
            let isBehindLetter = index > 0 && scalars[index - 1].properties.isAlphabetic
            let isBeforeLetter = index + 1 < scalars.count && scalars[index + 1].properties.isAlphabetic
            if isBehindLetter, !isBeforeLetter { scalars[index] = "ς" }
        }
        return string(scalars)
    }

    /// Calcite: only ASCII letters and digits make words.
    private static func initCap(_ arguments: RowArguments, _ row: Int, _ sink: TextSink) -> StringRef? {
        let bytes = arguments.bytes(0, row)
        let target = sink.buffer.reserve(bytes.count)
        var isStart = true
        for index in 0..<bytes.count {
            let byte = bytes[index]
            let isLetter = (byte | 0x20) &- 0x61 < 26
            target[index] = !isLetter ? byte : isStart ? byte & ~0x20 : byte | 0x20
            isStart = !isLetter && byte &- 0x30 >= 10
        }
        sink.buffer.finish(at: target + bytes.count)
        return sink.take()
    }

    /// Flink: SqlFunctionUtils.lpad and rpad, which count UTF-16 units.
    private static func padded(
        _ arguments: RowArguments,
        _ row: Int,
        _ sink: TextSink,
        isLeft: Bool
    ) throws -> StringRef? {
        let length = arguments.integer(1, row)
        let pad = Array(arguments.text(2, row).utf16)
        guard length >= 0, !pad.isEmpty else { return nil }
        try TextSink.require(Int(length))
        let base = Array(arguments.text(0, row).utf16)
        let kept = base.prefix(Int(min(length, Int64(base.count))))
        let missing = Int(length) - kept.count
        let filling = (0..<max(0, missing)).map { pad[$0 % pad.count] }
        return sink.store(utf16: isLeft ? filling + kept : kept + filling)
    }

    /// Java: String.replace; the empty text stands between all characters.
    private static func replaced(_ arguments: RowArguments, _ row: Int, _ sink: TextSink) throws -> StringRef? {
        let (bytes, old, new) = (arguments.bytes(0, row), arguments.bytes(1, row), arguments.bytes(2, row))
        if old.isEmpty { return try interleaved(arguments, row, sink) }
        var place = 0
        while let found = UTF8Characters.find(old, in: bytes, from: place) {
            sink.buffer.append(bytes[place..<found])
            sink.buffer.append(new)
            try TextSink.require(sink.buffer.count)
            place = found + old.count
        }
        if place == 0 { return arguments.string(0, row) }
        sink.buffer.append(bytes[place...])
        return sink.take()
    }

    /// The third argument between all characters of the first one, and around them.
    static func interleaved(_ arguments: RowArguments, _ row: Int, _ sink: TextSink) throws -> StringRef {
        let (bytes, new) = (arguments.bytes(0, row), arguments.bytes(2, row))
        try TextSink.require((bytes.count + 1) * (new.count + 1))
        var place = 0
        sink.buffer.append(new)
        while place < bytes.count {
            let next = min(place + UTF8Characters.width(bytes[place]), bytes.count)
            if next - place == 4 {
                // Java puts it between the two UTF-16 units as well, each of which is then no character.
                sink.buffer.append("?")
                sink.buffer.append(new)
                sink.buffer.append("?")
            } else {
                sink.buffer.append(bytes[place..<next])
            }
            sink.buffer.append(new)
            place = next
        }
        return sink.take()
    }

    private static func reversed(_ arguments: RowArguments, _ row: Int, _ sink: TextSink) -> StringRef? {
        let bytes = arguments.bytes(0, row)
        let target = sink.buffer.reserve(bytes.count)
        var place = 0
        while place < bytes.count {
            let width = min(UTF8Characters.width(bytes[place]), bytes.count - place)
            for index in 0..<width { target[bytes.count - place - width + index] = bytes[place + index] }
            place += width
        }
        sink.buffer.finish(at: target + bytes.count)
        return sink.take()
    }

    /// Flink: SqlFunctionUtils.overlay, which counts UTF-16 units.
    private static func overlaid(_ arguments: RowArguments, _ row: Int, _ sink: TextSink) -> StringRef? {
        let base = Array(arguments.text(0, row).utf16)
        let new = Array(arguments.text(1, row).utf16)
        let start = arguments.integer(2, row)
        guard start > 0, start <= Int64(base.count) else { return arguments.string(0, row) }
        let length = arguments.count > 3 ? Int(truncatingIfNeeded: arguments.integer(3, row)) : new.count
        var result = base.prefix(Int(start) - 1) + new
        if length > 0, Int(start) &+ length <= base.count { result += base[(Int(start) - 1 + length)...] }
        return sink.store(utf16: Array(result))
    }

    /// TRANSLATE: characters by others at the same place of two lists; those without a partner go.
    private static func translated(_ arguments: RowArguments, _ row: Int, _ sink: TextSink) -> StringRef? {
        let from = Array(arguments.text(1, row).unicodeScalars)
        let to = Array(arguments.text(2, row).unicodeScalars)
        var partners: [Unicode.Scalar: Unicode.Scalar?] = [:]
        for (index, scalar) in from.enumerated() where partners[scalar] == nil {
            partners.updateValue(to[safe: index], forKey: scalar)
        }
        var result = String.UnicodeScalarView()
        for scalar in arguments.text(0, row).unicodeScalars {
            if let partner = partners[scalar] {
                if let partner { result.append(partner) }
            } else {
                result.append(scalar)
            }
        }
        return sink.store(String(result))
    }
}

extension TextSink {
    /// UTF-16 units as a text of the result. Java: half a surrogate pair is written as `?`.
    func store(utf16 units: [UInt16]) -> StringRef {
        var index = 0
        while index < units.count {
            let unit = units[index]
            var scalar = Unicode.Scalar(unit)
            if UTF16.isLeadSurrogate(unit), index + 1 < units.count, UTF16.isTrailSurrogate(units[index + 1]) {
                scalar = Unicode.Scalar(0x10000 + UInt32(unit & 0x3FF) << 10 + UInt32(units[index + 1] & 0x3FF))
                index += 1
            }
            for byte in UTF8.encode(scalar ?? "?") ?? .init() { buffer.append(byte) }
            index += 1
        }
        return take()
    }
}
