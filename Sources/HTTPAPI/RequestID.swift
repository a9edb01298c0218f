/// The id under which a request is logged and audited.
enum RequestID {
    /// The id that the client chose, if it is short and harmless in a log; nil otherwise.
    static func accepted(_ header: String?) -> String? {
        guard let header, (1...HTTPLimits.requestIDBytesMax).contains(header.utf8.count) else { return nil }
        let isHarmless = header.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "+"):
                true
            default: false
            }
        }
        return isHarmless ? header : nil
    }
}
