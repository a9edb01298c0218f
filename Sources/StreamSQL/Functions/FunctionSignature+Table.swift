extension FunctionSignature {
    /// The signature of a function; nil for those whose types need more than a table.
    static func of(_ function: ScalarFunction) -> FunctionSignature? {
        text(function) ?? search(function) ?? number(function) ?? time(function) ?? other(function)
    }

    private static func text(_ function: ScalarFunction) -> FunctionSignature? {
        switch function {
        case .upper, .lower, .initCap: .init([.character], .argument(0))
        case .trim, .trimLeading, .trimTrailing: .init([.character, .character], optional: 1, .varying(0))
        case .trimBoth: .init([.character, .character], optional: 1, .string).acceptingNull()
        case .substring: .init([.character, .integer, .integer], optional: 1, .varying(0)).nullable()
        case .left, .right: .init([.character, .integer], .varying(0)).nullable()
        case .padLeft, .padRight: .init([.character, .integer, .character], .string)
        case .repeat: .init([.character, .integer], .string)
        case .replace, .translate: .init([.character, .character, .character], .string)
        case .reverse: .init([.character], .string).nullable()
        case .concat: .init([.character], .string).repeating()
        case .concatWithSeparator: .init([.character, .character], optional: 1, .string).repeating()
        case .chr: .init([.integer], .string).nullable()
        case .splitIndex: .init([.character, .characterOrInteger, .integer], .string).nullable()
        case .toBase64, .fromBase64: .init([.text], .string)
        case .urlEncode, .urlDecode: .init([.character], .string).nullable().acceptingNull()
        case .parseURL: .init([.character, .character, .character], optional: 1, .string).nullable()
        case .hexadecimal: .init([.characterOrInteger], .string)
        case .fromHexadecimal: .init([.character], .bytes).nullable().acceptingNull()
        case .binary: .init([.integer], .string)
        case .uuid: .init([], .char(36)).notNull()
        case .encode: .init([.character, .character], .bytes)
        case .decode: .init([.binary, .character], .string)
        case .printf: .init([.character, .any], optional: 1, .string).repeating().nullable().acceptingNull()
        case .addressToNumber: .init([.character], .bigint).nullable().acceptingNull()
        case .numberToAddress: .init([.integer], .string).nullable().acceptingNull()
        case .json: .init([.character], .string)
        case .split: .init([.character, .character], .array(DataType(.string))).acceptingNull()
        case .stringToMap:
            .init([.character, .character, .character], optional: 2, .map(DataType(.string), DataType(.string)))
                .nullable()
        case .jsonQuote, .jsonUnquote: .init([.character], .string).acceptingNull()
        default: nil
        }
    }

    private static func search(_ function: ScalarFunction) -> FunctionSignature? {
        switch function {
        case .characterLength, .ascii: .init([.character], .integer)
        case .position: .init([.character, .character], .integer)
        case .locate: .init([.character, .character, .integer], optional: 1, .integer)
        case .instr: .init([.character, .character, .integer, .integer], optional: 2, .integer)
        case .startsWith, .endsWith: .init([.character, .character], .boolean).acceptingNull()
        case .like, .similarTo: .init([.character, .character, .character], optional: 1, .boolean)
        case .regexp: .init([.character, .character], .boolean)
        case .regexpExtract: .init([.character, .character, .integer], optional: 1, .string).nullable()
        case .regexpReplace: .init([.character, .character, .character], .string)
        case .regexpCount, .regexpInstr: .init([.character, .character], .integer).nullable().acceptingNull()
        case .regexpExtractAll:
            .init([.character, .character, .integer], optional: 1, .array(DataType(.string))).nullable().acceptingNull()
        case .regexpSubstr: .init([.character, .character], .string).nullable().acceptingNull()
        case .isAlpha, .isDigit, .isDecimal: .init([.characterOrNumeric], .boolean).notNull()
        case .isJSON, .isJSONObject, .isJSONArray, .isJSONScalar: .init([.character], .boolean).notNull()
        default: nil
        }
    }

    private static func number(_ function: ScalarFunction) -> FunctionSignature? {
        switch function {
        case .power, .arcTangent2: .init([.numeric, .numeric], .double)
        case .logarithm: .init([.numeric, .numeric], optional: 1, .double)
        case .squareRoot, .naturalLogarithm, .logarithm2, .logarithm10, .exponential, .sine, .cosine, .tangent,
            .cotangent, .arcSine, .arcCosine, .arcTangent, .hyperbolicSine, .hyperbolicCosine, .hyperbolicTangent,
            .degrees, .radians:
            .init([.numeric], .double)
        case .absolute, .sign: .init([.numeric], .argument(0))
        case .pi, .e: .init([], .double).notNull()
        case .random: .init([.smallInteger], optional: 1, .double)
        case .randomInteger: .init([.smallInteger, .smallInteger], optional: 1, .integer)
        default: nil
        }
    }

    private static func time(_ function: ScalarFunction) -> FunctionSignature? {
        switch function {
        case .dateFormat: .init([.characterOrTimestamp, .character], .string).nullable()
        case .toTimestamp: .init([.character, .character], optional: 1, .timestamp(3)).nullable()
        case .toDate: .init([.character, .character], optional: 1, .date).nullable()
        case .unixTimestamp: .init([.character, .character], optional: 2, .bigint)
        case .fromUnixTime: .init([.integer, .character], optional: 1, .string).nullable()
        case .convertTimeZone: .init([.character, .character, .character], .string).nullable()
        case .currentTimestamp, .processingTime: .init([], .timestampLTZ(3)).notNull()
        case .localTimestamp: .init([], .timestamp(3)).notNull()
        case .currentDate: .init([], .date).notNull()
        case .localTime: .init([], .time(0)).notNull()
        default: nil
        }
    }

    private static func other(_ function: ScalarFunction) -> FunctionSignature? {
        switch function {
        case .md5: .init([.text], .char(32))
        case .sha1: .init([.text], .char(40))
        case .sha224: .init([.text], .char(56))
        case .sha256: .init([.text], .char(64))
        case .sha384: .init([.text], .char(96))
        case .sha512: .init([.text], .char(128))
        case .sha2: .init([.text, .integer], .varchar(128))
        case .cardinality: .init([.collection], .integer)
        case .isNull, .isNotNull: .init([.any], .boolean).notNull()
        case .isTrue, .isNotTrue, .isFalse, .isNotFalse, .isUnknown, .isNotUnknown:
            .init([.boolean], .boolean).notNull()
        case .not: .init([.boolean], .boolean)
        case .and, .or: .init([.boolean, .boolean], .boolean).repeating()
        default: nil
        }
    }
}
