import Crypto
import StreamSQL

/// Functions that write texts or bytes in another form.
enum EncodingFunctions {
    /// The function; nil for one that is none of these.
    static func body(_ function: ScalarFunction, _ type: LogicalType?) -> RowFunction.Body? {
        switch function {
        case .toBase64:
            .text { arguments, row, sink in
                BinaryText.encode(arguments.bytes(0, row), to: sink.buffer)
                return sink.take()
            }
        case .fromBase64:
            .text { arguments, row, sink in
                guard let bytes = base64(arguments.bytes(0, row)) else {
                    throw EvaluationError("Input byte array has incorrect ending byte")
                }
                return bytes.withUnsafeBufferPointer { sink.store($0) }
            }
        case .urlEncode: .text(urlEncoded)
        case .urlDecode: .text(urlDecoded)
        case .hexadecimal: hexadecimal(type)
        case .fromHexadecimal: .text(fromHexadecimal)
        case .binary:
            .text { arguments, row, sink in
                sink.store(String(UInt64(bitPattern: arguments.integer(0, row)), radix: 2))
            }
        case .parseURL:
            .text { arguments, row, sink in
                let key = arguments.count > 2 ? arguments.text(2, row) : nil
                return URLParts(arguments.text(0, row))?.part(arguments.text(1, row), key: key).map { sink.store($0) }
            }
        default: hash(function)
        }
    }

    /// Java's decoder needs no padding.
    private static func base64(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        if text.count % 4 == 0 { return BinaryText.decode(text) }
        guard text.count % 4 > 1, text.last != UInt8(ascii: "=") else { return nil }
        let padded = Array(text) + Array(repeating: UInt8(ascii: "="), count: 4 - text.count % 4)
        return padded.withUnsafeBufferPointer { BinaryText.decode($0) }
    }

    /// Java: URLEncoder.
    private static func urlEncoded(_ arguments: RowArguments, _ row: Int, _ sink: TextSink) -> StringRef? {
        for byte in arguments.bytes(0, row) {
            switch byte {
            case UInt8(ascii: " "): sink.buffer.append(UInt8(ascii: "+"))
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "*"),
                UInt8(ascii: "_"):
                sink.buffer.append(byte)
            default:
                sink.buffer.append(UInt8(ascii: "%"))
                append(byte, to: sink.buffer)
            }
        }
        return sink.take()
    }

    /// Java: URLDecoder; what is not encoded well gives NULL.
    private static func urlDecoded(_ arguments: RowArguments, _ row: Int, _ sink: TextSink) -> StringRef? {
        let bytes = arguments.bytes(0, row)
        var decoded: [UInt8] = []
        var place = 0
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "+"): decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard place + 2 < bytes.count, let high = JSONEscapes.hexadecimal(bytes[place + 1]),
                    let low = JSONEscapes.hexadecimal(bytes[place + 2])
                else { return nil }
                decoded.append(UInt8(high << 4 | low))
                place += 2
            default: decoded.append(bytes[place])
            }
            place += 1
        }
        return sink.store(String(decoding: decoded, as: UTF8.self))
    }

    private static func append(_ byte: UInt8, to output: ByteBuffer, isLower: Bool = false) {
        let letter: UInt8 = isLower ? 0x57 : 0x37
        for digit in [byte >> 4, byte & 15] { output.append(digit < 10 ? 0x30 + digit : letter + digit) }
    }

    private static func hexadecimal(_ type: LogicalType?) -> RowFunction.Body {
        if type?.isInteger ?? false {
            return .text { arguments, row, sink in
                sink.store(String(UInt64(bitPattern: arguments.integer(0, row)), radix: 16, uppercase: true))
            }
        }
        return .text { arguments, row, sink in
            for byte in arguments.bytes(0, row) { append(byte, to: sink.buffer) }
            return sink.take()
        }
    }

    /// UNHEX; NULL if a digit is none. Flink: of an odd number of digits the first one counts as a byte of 0.
    private static func fromHexadecimal(_ arguments: RowArguments, _ row: Int, _ sink: TextSink) -> StringRef? {
        let bytes = arguments.bytes(0, row)
        guard bytes.allSatisfy({ JSONEscapes.hexadecimal($0) != nil }) else { return nil }
        var decoded: [UInt8] = bytes.count % 2 == 0 ? [] : [0]
        for place in stride(from: bytes.count % 2, to: bytes.count, by: 2) {
            let high = JSONEscapes.hexadecimal(bytes[place]) ?? 0
            decoded.append(UInt8(high << 4 | (JSONEscapes.hexadecimal(bytes[place + 1]) ?? 0)))
        }
        return decoded.withUnsafeBufferPointer { sink.store($0) }
    }

    // MARK: Hashes

    private static func hash(_ function: ScalarFunction) -> RowFunction.Body? {
        switch function {
        case .md5: .text { digest(Insecure.MD5.self, $0, $1, $2) }
        case .sha1: .text { digest(Insecure.SHA1.self, $0, $1, $2) }
        case .sha224: .text { arguments, row, sink in sha224(arguments, row, sink) }
        case .sha256: .text { digest(SHA256.self, $0, $1, $2) }
        case .sha384: .text { digest(SHA384.self, $0, $1, $2) }
        case .sha512: .text { digest(SHA512.self, $0, $1, $2) }
        case .sha2:
            .text { arguments, row, sink in
                switch arguments.integer(1, row) {
                case 224: return sha224(arguments, row, sink)
                case 256: return digest(SHA256.self, arguments, row, sink)
                case 384: return digest(SHA384.self, arguments, row, sink)
                case 512: return digest(SHA512.self, arguments, row, sink)
                case let bits: throw EvaluationError("Unsupported algorithm: SHA-\(bits)")
                }
            }
        default: nil
        }
    }

    private static func digest<Function: HashFunction>(
        _ function: Function.Type,
        _ arguments: RowArguments,
        _ row: Int,
        _ sink: TextSink
    ) -> StringRef {
        for byte in function.hash(data: UnsafeRawBufferPointer(arguments.bytes(0, row))) {
            append(byte, to: sink.buffer, isLower: true)
        }
        return sink.take()
    }

    private static func sha224(_ arguments: RowArguments, _ row: Int, _ sink: TextSink) -> StringRef {
        for byte in SHA224.hash(arguments.bytes(0, row)) { append(byte, to: sink.buffer, isLower: true) }
        return sink.take()
    }
}

/// SHA-224 (FIPS 180-4), which swift-crypto does not have.
enum SHA224 {
    private static let initial: [UInt32] = [
        0xC105_9ED8, 0x367C_D507, 0x3070_DD17, 0xF70E_5939, 0xFFC0_0B31, 0x6858_1511, 0x64F9_8FA7, 0xBEFA_4FA4,
    ]
    /// The fractions of the cube roots of the first 64 primes.
    private static let constants: [UInt32] = [
        0x428A_2F98, 0x7137_4491, 0xB5C0_FBCF, 0xE9B5_DBA5, 0x3956_C25B, 0x59F1_11F1, 0x923F_82A4, 0xAB1C_5ED5,
        0xD807_AA98, 0x1283_5B01, 0x2431_85BE, 0x550C_7DC3, 0x72BE_5D74, 0x80DE_B1FE, 0x9BDC_06A7, 0xC19B_F174,
        0xE49B_69C1, 0xEFBE_4786, 0x0FC1_9DC6, 0x240C_A1CC, 0x2DE9_2C6F, 0x4A74_84AA, 0x5CB0_A9DC, 0x76F9_88DA,
        0x983E_5152, 0xA831_C66D, 0xB003_27C8, 0xBF59_7FC7, 0xC6E0_0BF3, 0xD5A7_9147, 0x06CA_6351, 0x1429_2967,
        0x27B7_0A85, 0x2E1B_2138, 0x4D2C_6DFC, 0x5338_0D13, 0x650A_7354, 0x766A_0ABB, 0x81C2_C92E, 0x9272_2C85,
        0xA2BF_E8A1, 0xA81A_664B, 0xC24B_8B70, 0xC76C_51A3, 0xD192_E819, 0xD699_0624, 0xF40E_3585, 0x106A_A070,
        0x19A4_C116, 0x1E37_6C08, 0x2748_774C, 0x34B0_BCB5, 0x391C_0CB3, 0x4ED8_AA4A, 0x5B9C_CA4F, 0x682E_6FF3,
        0x748F_82EE, 0x78A5_636F, 0x84C8_7814, 0x8CC7_0208, 0x90BE_FFFA, 0xA450_6CEB, 0xBEF9_A3F7, 0xC671_78F2,
    ]

    static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var message = Array(bytes) + [0x80]
        message += Array(repeating: 0, count: (120 - message.count % 64) % 64)
        let bits = UInt64(bytes.count) * 8
        message += (0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * $0)) }
        var state = initial
        for start in stride(from: 0, to: message.count, by: 64) { absorb(message[start..<(start + 64)], &state) }
        return state.prefix(7).flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(24 - 8 * $0)) }
        }
    }

    private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 - count) }

    private static func absorb(_ block: ArraySlice<UInt8>, _ state: inout [UInt32]) {
        var words = (0..<16).map { index in
            (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(block[block.startIndex + index * 4 + $1]) }
        }
        for index in 16..<64 {
            let (early, late) = (words[index - 15], words[index - 2])
            let first = rotated(early, 7) ^ rotated(early, 18) ^ early >> 3
            let second = rotated(late, 17) ^ rotated(late, 19) ^ late >> 10
            words.append(words[index - 16] &+ first &+ words[index - 7] &+ second)
        }
        var now = state
        for index in 0..<64 {
            let first = rotated(now[4], 6) ^ rotated(now[4], 11) ^ rotated(now[4], 25)
            let choice = now[4] & now[5] ^ ~now[4] & now[6]
            let one = now[7] &+ first &+ choice &+ constants[index] &+ words[index]
            let second = rotated(now[0], 2) ^ rotated(now[0], 13) ^ rotated(now[0], 22)
            let majority = now[0] & now[1] ^ now[0] & now[2] ^ now[1] & now[2]
            now = [one &+ second &+ majority, now[0], now[1], now[2], now[3] &+ one, now[4], now[5], now[6]]
        }
        for index in 0..<8 { state[index] &+= now[index] }
    }
}

/// The parts of a URL as java.net.URL sees them.
struct URLParts {
    private let scheme: String
    private let authority: String?
    private let path: String
    private let query: String?
    private let fragment: String?

    /// What Java has handlers for; others are no URL.
    private static let schemes: Set<String> = ["http", "https", "ftp", "file", "jar", "mailto", "jrt"]

    /// The parts; nil for what is no URL.
    init?(_ text: String) {
        let trimmed = text.drop { $0 <= " " }
        guard let colon = trimmed.firstIndex(of: ":") else { return nil }
        let name = trimmed[..<colon].lowercased()
        guard Self.schemes.contains(name) else { return nil }
        scheme = name
        var rest = trimmed[trimmed.index(after: colon)...]
        while let last = rest.last, last <= " " { rest.removeLast() }
        if let mark = rest.firstIndex(of: "#") {
            fragment = String(rest[rest.index(after: mark)...])
            rest = rest[..<mark]
        } else {
            fragment = nil
        }
        if let mark = rest.firstIndex(of: "?") {
            query = String(rest[rest.index(after: mark)...])
            rest = rest[..<mark]
        } else {
            query = nil
        }
        guard rest.hasPrefix("//") else {
            (authority, path) = (nil, String(rest))
            return
        }
        let behind = rest.dropFirst(2)
        let end = behind.firstIndex(of: "/") ?? behind.endIndex
        (authority, path) = (String(behind[..<end]), String(behind[end...]))
    }

    private var host: String {
        guard var rest = authority.map({ Substring($0) }) else { return "" }
        if let mark = rest.lastIndex(of: "@") { rest = rest[rest.index(after: mark)...] }
        if rest.hasPrefix("["), let bracket = rest.firstIndex(of: "]") { return String(rest[...bracket]) }
        return String(rest[..<(rest.firstIndex(of: ":") ?? rest.endIndex)])
    }

    /// A part by its name in PARSE_URL, or the value of a key in the query.
    func part(_ name: String, key: String?) -> String? {
        if let key {
            guard name == "QUERY", let query else { return nil }
            for pair in query.split(separator: "&", omittingEmptySubsequences: false) where pair.hasPrefix(key + "=") {
                return String(pair.dropFirst(key.count + 1))
            }
            return nil
        }
        switch name {
        case "HOST": return host
        case "PATH": return path
        case "QUERY": return query
        case "REF": return fragment
        case "PROTOCOL": return scheme
        case "FILE": return path + (query.map { "?" + $0 } ?? "")
        case "AUTHORITY": return authority
        case "USERINFO":
            guard let authority, let mark = authority.lastIndex(of: "@") else { return nil }
            return String(authority[..<mark])
        default: return nil
        }
    }
}
