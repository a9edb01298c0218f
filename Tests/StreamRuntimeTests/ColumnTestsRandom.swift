@testable import StreamRuntime

/// Numbers, texts and values that a seed decides. SplitMix64.
struct ColumnTestsRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    /// A text whose length lies around the limits of `StringRef` and `KeyString`.
    mutating func text() -> String {
        if chance(20) { return uuid() }
        let count = pick([0, 1, 3, 4, 5, 7, 8, 9, 11, 12, 13, 15, 16, 17, 19, 20, 21, 24, 36, 100])
        return String((0..<count).map { _ in Character(Unicode.Scalar(UInt8(97 + below(3)))) })
    }

    /// A UUID in lower case, or what differs from one in a single character.
    mutating func uuid() -> String {
        var text = Array("01a1fec2-363a-7290-b12e-8\(below(3))c5c4388837")
        if chance(50) { text[below(text.count)] = pick(["0", "9", "a", "f", "g", "F", "-", "/", ":", "`", "é"]) }
        return String(text)
    }

    mutating func value(_ type: PhysicalType) -> Value {
        if chance(10) { return .null }
        switch type {
        case .boolean: return .boolean(chance(50))
        case .int64: return .int64(Int64(truncatingIfNeeded: next()) >> Int64(below(64)))
        case .double: return .double(Double(Int64(truncatingIfNeeded: next()) >> Int64(below(64))) / 8)
        case .decimal64: return .decimal(Int128(Int64(truncatingIfNeeded: next()) >> Int64(below(64))))
        case .decimal128: return .decimal(Int128(Int64(truncatingIfNeeded: next())) << Int128(below(60)))
        case .string: return .string(text())
        case .boxed: return .array([.int64(Int64(below(5))), .string(text())])
        }
    }
}
