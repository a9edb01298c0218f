import Domain
import Foundation

/// Whether events may be posted to an address. Private and loopback networks are refused unless the operator allows
/// them: else a subscription could reach what only the server can (SSRF).
public enum CallbackAddress {
    /// Checks a callback's form, and its host where that is an address. Host names are checked again when they are
    /// resolved, before every connection.
    ///
    /// - Throws: `Refusal` (`malformed`).
    public static func check(_ callback: String, allowPrivate: Bool) throws(Refusal) {
        guard callback.utf8.count <= 2_000, let url = URLComponents(string: callback), let host = url.host,
            !host.isEmpty,
            url.scheme == "http" || url.scheme == "https", url.user == nil, url.password == nil, url.fragment == nil
        else {
            throw Refusal(
                .malformed,
                "invalidCallback",
                "callback is not an http or https URL",
                message: "for example https://example.com/events"
            )
        }
        let name = host.trimmingCharacters(in: ["[", "]"])
        guard !allowPrivate else { return }
        if name.lowercased() == "localhost" || name.lowercased().hasSuffix(".localhost") || isPrivate(name) == true {
            throw Refusal(
                .malformed,
                "callbackNotAllowed",
                "callback points into a private network",
                message: "set hub.allowPrivateCallbacks to allow that"
            )
        }
    }

    /// Whether a literal address is not of the public internet; nil if the text is no literal address.
    public static func isPrivate(_ address: String) -> Bool? {
        var four = in_addr()
        if inet_pton(AF_INET, address, &four) == 1 { return isPrivate(four: UInt32(bigEndian: four.s_addr)) }
        var six = in6_addr()
        guard inet_pton(AF_INET6, address, &six) == 1 else {
            // Forms such as 0x7f000001 or 127.1 that resolvers read as addresses but inet_pton does not.
            let isNumeric = address.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".")
            }
            return isNumeric || address.lowercased().hasPrefix("0x") ? true : nil
        }
        let bytes = withUnsafeBytes(of: six) { Array($0) }
        if bytes[..<15].allSatisfy({ $0 == 0 }) { return true }
        if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
            return isPrivate(four: bytes[12...].reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
        }
        // NAT64 carries an IPv4 address in its last four bytes.
        if bytes[..<4] == [0x00, 0x64, 0xFF, 0x9B] { return true }
        return bytes[0] & 0xFE == 0xFC || bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80 || bytes[0] == 0xFF
    }

    private static func isPrivate(four address: UInt32) -> Bool {
        let networks: [(UInt32, Int)] = [
            (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16),
            (0xAC10_0000, 12), (0xC000_0000, 24), (0xC0A8_0000, 16), (0xC612_0000, 15), (0xE000_0000, 3),
        ]
        return networks.contains { network, bits in address >> UInt32(32 - bits) == network >> UInt32(32 - bits) }
    }
}
