/// What a byte can begin, for the lexer's first look.
enum ByteClass: UInt8 {
    case space
    case letter
    case digit
    case sign
    case quote
    case backQuote
    /// A byte of a character beyond ASCII.
    case wide
    case other

    /// The class of each byte; never freed.
    nonisolated(unsafe) static let table: UnsafePointer<ByteClass> = {  // written once, before anyone reads it
        let table = UnsafeMutablePointer<ByteClass>.allocate(capacity: 256)
        table.initialize(repeating: .other, count: 256)
        for byte in 0x80...0xFF { table[byte] = .wide }
        for byte in " \t\n\r\u{0C}".utf8 { table[Int(byte)] = .space }
        for byte in UInt8(ascii: "a")...UInt8(ascii: "z") { table[Int(byte)] = .letter }
        for byte in UInt8(ascii: "A")...UInt8(ascii: "Z") { table[Int(byte)] = .letter }
        for byte in "_$".utf8 { table[Int(byte)] = .letter }
        for byte in UInt8(ascii: "0")...UInt8(ascii: "9") { table[Int(byte)] = .digit }
        for byte in "()[]{},;.:=!<>+-*/%|?^".utf8 { table[Int(byte)] = .sign }
        table[Int(UInt8(ascii: "'"))] = .quote
        table[Int(UInt8(ascii: "`"))] = .backQuote
        return UnsafePointer(table)
    }()
}
