import StreamSQL

extension KernelCompiler {
    /// Functions of texts; nil for others.
    func textCall(_ function: ScalarFunction, _ operands: [Typed], _ type: LogicalType) throws -> Kernel? {
        let kernels = operands.map(\.kernel)
        if let body = TextFunctions.cut(function) { return RowFunction(body, kernels, cost: 10) }
        if let body = TextFunctions.made(function) {
            let isLengthGiven = [.padLeft, .padRight, .repeat].contains(function)
            return RowFunction(body, kernels, canFail: isLengthGiven)
        }
        if let body = TextFunctions.counted(function, count: kernels.count) {
            return RowFunction(body, kernels, canFail: function == .instr && kernels.count == 4, cost: 20)
        }
        if let body = EncodingFunctions.body(function, operands[safe: 0]?.type) {
            return RowFunction(body, kernels, canFail: function == .fromBase64)
        }
        switch function {
        case .encode: return RowFunction(CharsetText.encoder, kernels, canFail: true)
        case .decode: return RowFunction(CharsetText.decoder, kernels, canFail: true)
        case .printf: return RowFunction(PrintfFormat.body(operands.map(\.type)), kernels, seesNulls: true, cost: 500)
        case .addressToNumber, .numberToAddress: return RowFunction(InternetAddress.body(function), kernels)
        case .concatWithSeparator: return RowFunction(TextFunctions.joined, kernels, seesNulls: true)
        case .elt: return elt(kernels)
        case .like: return try like(kernels)
        case .similarTo: return try similar(kernels)
        case .regexp, .regexpExtract, .regexpReplace, .regexpCount, .regexpInstr, .regexpSubstr:
            return try regularExpression(function, kernels)
        case .isAlpha, .isDigit, .isDecimal: return characterTest(function, operands[0])
        case .isJSON, .isJSONObject, .isJSONArray, .isJSONScalar: return jsonTest(function, kernels[0])
        default: return nil
        }
    }

    /// ELT: the n-th of the texts behind the number.
    private func elt(_ kernels: [Kernel]) -> Kernel {
        RowFunction(
            .text { arguments, row, _ in
                if arguments.isNull(0, row) { return nil }
                let index = arguments.integer(0, row)
                guard index >= 1, index < Int64(arguments.count), !arguments.isNull(Int(index), row) else { return nil }
                return arguments.string(Int(index), row)
            },
            kernels,
            seesNulls: true
        )
    }

    // MARK: Patterns

    private func like(_ kernels: [Kernel]) throws -> Kernel {
        if let pattern = kernels[1] as? ConstantKernel, case .string(let text) = pattern.value,
            kernels.count == 2 || kernels[2] is ConstantKernel
        {
            var escape: String?
            if kernels.count == 3, case .string(let text) = (kernels[2] as? ConstantKernel)?.value { escape = text }
            let fixed = try LikePattern(text, escape: escape)
            let body = RowFunction.Body.boolean { arguments, row in fixed.matches(arguments.bytes(0, row)) }
            return RowFunction(body, [kernels[0]], cost: 10)
        }
        let cache = PatternCache<LikePattern>()
        return RowFunction(
            .boolean { arguments, row in
                let escape = arguments.count == 3 ? arguments.text(2, row) : nil
                let pattern = try cache.pattern(arguments.text(1, row) + "\u{0}" + (escape ?? "")) {
                    try LikePattern(arguments.text(1, row), escape: escape)
                }
                return pattern.matches(arguments.bytes(0, row))
            },
            kernels,
            canFail: true
        )
    }

    private func similar(_ kernels: [Kernel]) throws -> Kernel {
        let cache = PatternCache<JavaRegex>()
        let isConstant = kernels.dropFirst().allSatisfy { $0 is ConstantKernel }
        return RowFunction(
            .boolean { arguments, row in
                let escape = arguments.count == 3 ? arguments.text(2, row) : nil
                let pattern = try cache.pattern(arguments.text(1, row) + "\u{0}" + (escape ?? "")) {
                    try JavaRegex(SimilarPattern.regex(arguments.text(1, row), escape: escape), isDotAll: true)
                }
                return pattern.matchesAll(arguments.text(0, row))
            },
            kernels,
            canFail: !isConstant,
            cost: 1000
        )
    }

    /// The REGEXP functions. Flink: a pattern that is none gives NULL (REGEXP: FALSE).
    private func regularExpression(_ function: ScalarFunction, _ kernels: [Kernel]) throws -> Kernel {
        if let constant = kernels[1] as? ConstantKernel, case .string(let text) = constant.value {
            try JavaRegex.checkSupport(text)
        }
        let cache = PatternCache<JavaRegex?>()
        func regex(_ arguments: RowArguments, _ row: Int) -> JavaRegex? {
            let text = arguments.text(1, row)
            // why: Flink gives NULL for a pattern that is none
            return cache.pattern(text) { try? JavaRegex(text) }
        }
        let body: RowFunction.Body
        switch function {
        case .regexp:
            body = .boolean { arguments, row in
                // Flink: an empty pattern finds nothing.
                if arguments.string(1, row).count == 0 { return false }
                return regex(arguments, row)?.find(arguments.text(0, row)) != nil
            }
        case .regexpCount:
            body = .integer { arguments, row in regex(arguments, row).map { Int64($0.count(arguments.text(0, row))) } }
        case .regexpInstr:
            body = .integer { arguments, row in
                regex(arguments, row).map { Int64($0.place(arguments.text(0, row))) }
            }
        case .regexpSubstr:
            body = .text { arguments, row, sink in
                regex(arguments, row)?.extract(arguments.text(0, row), group: 0).map { sink.store($0) }
            }
        case .regexpExtract:
            body = .text { arguments, row, sink in
                let group = arguments.count > 2 ? Int(arguments.integer(2, row)) : 0
                return regex(arguments, row)?.extract(arguments.text(0, row), group: group).map { sink.store($0) }
            }
        default:
            body = .text { arguments, row, sink in
                if arguments.string(1, row).count == 0 { return try TextFunctions.interleaved(arguments, row, sink) }
                return regex(arguments, row).map {
                    sink.store($0.replace(arguments.text(0, row), arguments.text(2, row)))
                }
            }
        }
        return RowFunction(body, kernels, cost: 1000)
    }

    // MARK: Tests

    private func characterTest(_ function: ScalarFunction, _ operand: Typed) -> Kernel {
        guard operand.type.isCharacter else {
            // Flink looks at the type only, so that even NULL is a number, and knows no DECIMAL.
            let isTrue =
                operand.type.isInteger && function != .isAlpha || operand.type.isApproximate && function == .isDecimal
            return ConstantKernel(.boolean(isTrue), .boolean)
        }
        return RowFunction(
            .boolean { arguments, row in
                if arguments.isNull(0, row) { return false }
                let text = arguments.text(0, row)
                if text.isEmpty { return false }
                switch function {
                case .isAlpha:
                    return text.unicodeScalars.allSatisfy { $0.value < 0x10000 && $0.properties.isJavaLetter }
                case .isDigit:
                    return text.unicodeScalars.allSatisfy {
                        $0.value < 0x10000 && $0.properties.generalCategory == .decimalNumber
                    }
                default:
                    let bytes = TextConversion.trimmed(arguments.bytes(0, row))
                    return DoubleText.parse(bytes) != nil
                }
            },
            [operand.kernel],
            seesNulls: true
        )
    }
}

extension Unicode.Scalar.Properties {
    /// Java: Character.isLetter.
    fileprivate var isJavaLetter: Bool {
        switch generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: false
        }
    }
}

extension Array {
    /// An element, nil behind the end.
    subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}

/// Patterns that rows bring along, the last ones kept.
final class PatternCache<Pattern> {
    /// Flink: ThreadLocalCache keeps 64.
    private static var limit: Int { 64 }
    private var known: [String: Pattern] = [:]

    func pattern(_ text: String, make: () throws -> Pattern) rethrows -> Pattern {
        if let pattern = known[text] { return pattern }
        if known.count >= Self.limit { known.removeAll(keepingCapacity: true) }
        let pattern = try make()
        known[text] = pattern
        return pattern
    }
}
