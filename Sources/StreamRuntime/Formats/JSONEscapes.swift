import CStreamKernels

/// The escapes of JSON strings.
enum JSONEscapes {
    /// The value of a hexadecimal digit.
    static func hexadecimal(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    /// Appends a string, whose escapes have been checked, without them. Half a surrogate pair becomes `?` (Java's
    /// UTF-8).
    static func decode(_ text: UnsafeBufferPointer<UInt8>, to output: ByteBuffer) {
        var index = 0
        while index < text.count {
            guard text[index] == UInt8(ascii: "\\") else {
                output.append(text[index])
                index += 1
                continue
            }
            switch text[index + 1] {
            case UInt8(ascii: "b"): output.append(0x08)
            case UInt8(ascii: "f"): output.append(0x0C)
            case UInt8(ascii: "n"): output.append(0x0A)
            case UInt8(ascii: "r"): output.append(0x0D)
            case UInt8(ascii: "t"): output.append(0x09)
            case UInt8(ascii: "u"):
                index += decodeUnit(text, index, to: output)
                continue
            case let byte: output.append(byte)
            }
            index += 2
        }
    }

    private static func unit(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> UInt32? {
        guard index + 6 <= text.count, text[index] == UInt8(ascii: "\\"), text[index + 1] == UInt8(ascii: "u") else {
            return nil
        }
        var value: UInt32 = 0
        for place in 2..<6 { value = value << 4 | (hexadecimal(text[index + place]) ?? 0) }
        return value
    }

    private static func decodeUnit(_ text: UnsafeBufferPointer<UInt8>, _ index: Int, to output: ByteBuffer) -> Int {
        guard let first = unit(text, index) else { return 2 }
        if first & 0xFC00 == 0xD800, let second = unit(text, index + 6), second & 0xFC00 == 0xDC00 {
            append(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF, to: output)
            return 12
        }
        append(first & 0xF800 == 0xD800 ? 0x3F : first, to: output)
        return 6
    }

    private static func append(_ value: UInt32, to output: ByteBuffer) {
        guard let scalar = Unicode.Scalar(value) else { return }
        for byte in UTF8.encode(scalar) ?? .init() { output.append(byte) }
    }

    /// Writes a string between quotes and gives the address behind it, if none of its bytes must be escaped. 32 bytes
    /// more than the string's must be writable. Jackson: only what must be escaped is.
    @inline(__always)
    static func writePlain(
        _ string: StringRef,
        to start: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8>? {
        let count = string.count
        start[0] = UInt8(ascii: "\"")
        if string.isInline {
            let target = UnsafeMutableRawPointer(start + 1)
            target.storeBytes(of: UInt32(truncatingIfNeeded: string.head &>> 32), as: UInt32.self)
            target.storeBytes(of: string.tail, toByteOffset: 4, as: UInt64.self)
            // The zeros behind the string and what stood there before count as controls: look at the string only.
            if bss_escapes16(target) & (1 &<< UInt32(truncatingIfNeeded: count) &- 1) != 0 { return nil }
        } else if !copyPlain(string.longBytes, count, to: start + 1) {
            return nil
        }
        start[1 + count] = UInt8(ascii: "\"")
        return start + count + 2
    }

    /// Copies bytes that need no escape; if one does, says so.
    @inline(__always)
    private static func copyPlain(
        _ source: UnsafeRawPointer,
        _ count: Int,
        to target: UnsafeMutablePointer<UInt8>
    ) -> Bool {
        var offset = 0
        let target = UnsafeMutableRawPointer(target)
        while offset + 16 <= count {
            if bss_escapes16(source + offset) != 0 { return false }
            bss_copy16(target + offset, source + offset)
            offset += 16
        }
        if count >= 16 {
            // The last 16 bytes overlap those before.
            if bss_escapes16(source + (count - 16)) != 0 { return false }
            bss_copy16(target + (count - 16), source + (count - 16))
            return true
        }
        // 13 to 15 bytes: two overlapping words.
        let first = source.loadUnaligned(as: UInt64.self)
        let last = source.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
        target.storeBytes(of: first, as: UInt64.self)
        target.storeBytes(of: last, toByteOffset: count - 8, as: UInt64.self)
        return bss_escapes16(target) & (1 &<< UInt32(truncatingIfNeeded: count) &- 1) == 0
    }

    /// Appends a string between quotes.
    ///
    /// - Parameter escapesPairs: whether characters beyond U+FFFF become two escapes, as Jackson writes bytes; it writes
    ///   texts without.
    static func write(_ bytes: UnsafeBufferPointer<UInt8>, to output: ByteBuffer, escapesPairs: Bool = false) {
        let start = output.reserve(bytes.count * 6 + 2)
        var end = start
        func put(_ byte: UInt8) {
            end[0] = byte
            end += 1
        }
        func putUnit(_ unit: UInt32) {
            put(UInt8(ascii: "\\"))
            put(UInt8(ascii: "u"))
            for shift in [12, 8, 4, 0] as [UInt32] {
                let digit = UInt8(truncatingIfNeeded: unit >> shift & 15)
                put(digit < 10 ? 0x30 + digit : 0x37 + digit)
            }
        }
        put(UInt8(ascii: "\""))
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                put(UInt8(ascii: "\\"))
                put(byte)
            case 0..<0x20:
                let short = shortEscape(byte)
                if short == UInt8(ascii: "u") {
                    putUnit(UInt32(byte))
                } else {
                    put(UInt8(ascii: "\\"))
                    put(short)
                }
            case 0xF0... where escapesPairs && index + 3 <= bytes.count:
                var scalar = UInt32(byte & 0x07)
                for place in index..<index + 3 { scalar = scalar << 6 | UInt32(bytes[place] & 0x3F) }
                index += 3
                putUnit(0xD7C0 + scalar >> 10)
                putUnit(0xDC00 + scalar & 0x3FF)
            default: put(byte)
            }
        }
        put(UInt8(ascii: "\""))
        output.finish(at: end)
    }

    private static func shortEscape(_ byte: UInt8) -> UInt8 {
        switch byte {
        case 0x08: UInt8(ascii: "b")
        case 0x09: UInt8(ascii: "t")
        case 0x0A: UInt8(ascii: "n")
        case 0x0C: UInt8(ascii: "f")
        case 0x0D: UInt8(ascii: "r")
        default: UInt8(ascii: "u")
        }
    }
}
