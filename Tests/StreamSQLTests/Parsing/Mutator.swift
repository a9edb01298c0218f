@testable import StreamSQL

/// Makes texts that are nearly SQL out of SQL: by bytes and by tokens. The same seed makes the same texts.
struct Mutator {
    /// A text and the places of its tokens.
    private struct Seed {
        let start: Int
        let count: Int
        let tokens: Range<Int>
    }

    /// The longest text that is made.
    private static let sizeMax = 4_096
    /// Bytes that matter to the lexer.
    private static let signs = Array("'`\"/*-;,.()[]{}<>=|!?^$:#%+\\&\n\t_ 0eXU\u{E9}".utf8)

    private let bytes: UnsafeMutablePointer<UInt8>
    private let tokens: UnsafeMutablePointer<Token>
    private let tokenCount: Int
    private let seeds: [Seed]
    private var random: SplitMix64
    private let text: UnsafeMutablePointer<UInt8>
    private var count = 0

    init(_ sources: [String], seed: UInt64) {
        let total = sources.reduce(0) { $0 + $1.utf8.count }
        bytes = .allocate(capacity: total)
        tokens = .allocate(capacity: total + sources.count)
        text = .allocate(capacity: Self.sizeMax)
        var seeds: [Seed] = []
        var used = 0
        var cut = 0
        for source in sources {
            let start = used
            for byte in source.utf8 {
                bytes[used] = byte
                used += 1
            }
            let first = cut
            var lexer = Lexer(bytes + start, count: used - start)
            while true {
                var token = lexer.next()
                if token.kind == .end { break }
                token.start += UInt32(start)
                token.end += UInt32(start)
                tokens[cut] = token
                cut += 1
            }
            seeds.append(Seed(start: start, count: used - start, tokens: first..<cut))
        }
        self.seeds = seeds
        tokenCount = cut
        random = SplitMix64(seed: seed)
    }

    func free() {
        bytes.deallocate()
        tokens.deallocate()
        text.deallocate()
    }

    /// The next text, which is overwritten by the one after it.
    mutating func next() -> UnsafeBufferPointer<UInt8> {
        let seed = seeds[random.below(seeds.count)]
        count = 0
        if random.below(2) == 0 {
            append(bytes + seed.start, seed.count)
            for _ in 0...random.below(3) { mutateByte() }
        } else {
            mutateTokens(seed)
        }
        return UnsafeBufferPointer(start: text, count: count)
    }

    private mutating func append(_ source: UnsafeMutablePointer<UInt8>, _ length: Int) {
        let fitting = min(length, Self.sizeMax - count)
        (text + count).update(from: source, count: fitting)
        count += fitting
    }

    private mutating func append(_ token: Token) {
        append(bytes + Int(token.start), Int(token.end - token.start))
        if count < Self.sizeMax {
            text[count] = UInt8(ascii: " ")
            count += 1
        }
    }

    /// Replaces, takes out, puts in or flips a byte, or cuts the text off.
    private mutating func mutateByte() {
        guard count > 0 else { return }
        let place = random.below(count)
        switch random.below(9) {
        case 0: text[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: text[place] ^= 1 << UInt8(random.below(8))
        case 2, 3: text[place] = Self.signs[random.below(Self.signs.count)]
        case 4, 5:
            (text + place).update(from: text + place + 1, count: count - place - 1)
            count -= 1
        case 6, 7:
            guard count < Self.sizeMax else { return }
            (text + place + 1).update(from: text + place, count: count - place)
            text[place] = Self.signs[random.below(Self.signs.count)]
            count += 1
        default: count = place
        }
    }

    /// Takes out, repeats, replaces or exchanges tokens, or puts in those of another text.
    private mutating func mutateTokens(_ seed: Seed) {
        guard !seed.tokens.isEmpty else { return }
        let first = seed.tokens.lowerBound
        let end = seed.tokens.upperBound
        let place = first + random.below(end - first)
        let kind = random.below(6)
        var index = first
        while index < end {
            if index == place {
                switch kind {
                case 0: break
                case 1:
                    append(tokens[index])
                    append(tokens[index])
                case 2: append(tokens[random.below(tokenCount)])
                case 3:
                    append(tokens[random.below(tokenCount)])
                    append(tokens[index])
                case 4:
                    var other = random.below(tokenCount)
                    for _ in 0..<random.below(6) where other < tokenCount {
                        append(tokens[other])
                        other += 1
                    }
                default:
                    if index + 1 < end { append(tokens[index + 1]) }
                    append(tokens[index])
                    index += 1
                }
            } else {
                append(tokens[index])
            }
            index += 1
        }
    }
}
