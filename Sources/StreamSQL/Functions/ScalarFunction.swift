/// The operators and functions of scalar expressions, by the name that Flink prints for them. `FunctionCatalog` says what their
/// arguments may be and what they give.
public enum ScalarFunction: String, Hashable, Sendable, CaseIterable {
    // Arithmetic, also of times and intervals.
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divide = "/"
    /// `%` and MOD.
    case remainder = "MOD"
    /// `-x`.
    case negate = "MINUS"

    // Comparison.
    case equal = "="
    case notEqual = "<>"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case isDistinctFrom = "IS DISTINCT FROM"
    case isNotDistinctFrom = "IS NOT DISTINCT FROM"
    /// The first argument is equal to one of the others.
    case isIn = "IN"
    /// `(start, end) OVERLAPS (start, end)` as four arguments.
    case overlaps = "OVERLAPS"

    // Logic.
    case and = "AND"
    case or = "OR"
    case not = "NOT"
    case isNull = "IS NULL"
    case isNotNull = "IS NOT NULL"
    case isTrue = "IS TRUE"
    case isNotTrue = "IS NOT TRUE"
    case isFalse = "IS FALSE"
    case isNotFalse = "IS NOT FALSE"
    case isUnknown = "IS UNKNOWN"
    case isNotUnknown = "IS NOT UNKNOWN"

    // Choice. Only the arguments that a row needs are evaluated for it.
    /// Conditions and results in turn, then the result of ELSE.
    case searchedCase = "CASE"
    case coalesce = "COALESCE"
    case nullIf = "NULLIF"
    case ifElse = "IF"
    case ifNull = "IFNULL"
    case greatest = "GREATEST"
    case least = "LEAST"

    // Text.
    /// `x LIKE pattern [ESCAPE e]`.
    case like = "LIKE"
    /// `x SIMILAR TO pattern [ESCAPE e]`.
    case similarTo = "SIMILAR TO"
    /// `||`.
    case concatenate = "||"
    case concat = "CONCAT"
    case concatWithSeparator = "CONCAT_WS"
    case upper = "UPPER"
    case lower = "LOWER"
    case initCap = "INITCAP"
    /// `TRIM(BOTH c FROM x)` as (x, c).
    case trim = "TRIM"
    /// BTRIM, whose result is a STRING.
    case trimBoth = "BTRIM"
    /// `TRIM(LEADING c FROM x)` as (x, c); also LTRIM.
    case trimLeading = "LTRIM"
    /// `TRIM(TRAILING c FROM x)` as (x, c); also RTRIM.
    case trimTrailing = "RTRIM"
    case substring = "SUBSTRING"
    /// `POSITION(part IN whole)` as (part, whole).
    case position = "POSITION"
    case locate = "LOCATE"
    case instr = "INSTR"
    case padLeft = "LPAD"
    case padRight = "RPAD"
    case `repeat` = "REPEAT"
    case replace = "REPLACE"
    case reverse = "REVERSE"
    case characterLength = "CHAR_LENGTH"
    case left = "LEFT"
    case right = "RIGHT"
    /// `OVERLAY(x PLACING new FROM start FOR length)` as (x, new, start, length).
    case overlay = "OVERLAY"
    case ascii = "ASCII"
    case chr = "CHR"
    case splitIndex = "SPLIT_INDEX"
    case startsWith = "STARTSWITH"
    case endsWith = "ENDSWITH"
    case translate = "TRANSLATE"
    case elt = "ELT"
    case regexp = "REGEXP"
    case regexpExtract = "REGEXP_EXTRACT"
    case regexpReplace = "REGEXP_REPLACE"
    case regexpCount = "REGEXP_COUNT"
    case regexpInstr = "REGEXP_INSTR"
    case regexpSubstr = "REGEXP_SUBSTR"
    case parseURL = "PARSE_URL"
    case toBase64 = "TO_BASE64"
    case fromBase64 = "FROM_BASE64"
    case urlEncode = "URL_ENCODE"
    case urlDecode = "URL_DECODE"
    case encode = "ENCODE"
    case decode = "DECODE"
    case printf = "PRINTF"
    case addressToNumber = "INET_ATON"
    case numberToAddress = "INET_NTOA"
    case isAlpha = "IS_ALPHA"
    case isDigit = "IS_DIGIT"
    case isDecimal = "IS_DECIMAL"

    // Numbers.
    case absolute = "ABS"
    case power = "POWER"
    case squareRoot = "SQRT"
    case naturalLogarithm = "LN"
    case logarithm = "LOG"
    case logarithm2 = "LOG2"
    case logarithm10 = "LOG10"
    case exponential = "EXP"
    /// CEIL of a number, and of a time to a unit, which is then the second argument.
    case ceiling = "CEIL"
    /// FLOOR of a number, and of a time to a unit, which is then the second argument.
    case floor = "FLOOR"
    case round = "ROUND"
    case truncate = "TRUNCATE"
    case sign = "SIGN"
    case sine = "SIN"
    case cosine = "COS"
    case tangent = "TAN"
    case cotangent = "COT"
    case arcSine = "ASIN"
    case arcCosine = "ACOS"
    case arcTangent = "ATAN"
    case arcTangent2 = "ATAN2"
    case hyperbolicSine = "SINH"
    case hyperbolicCosine = "COSH"
    case hyperbolicTangent = "TANH"
    case degrees = "DEGREES"
    case radians = "RADIANS"
    case pi = "PI"
    case e = "E"
    case hexadecimal = "HEX"
    case fromHexadecimal = "UNHEX"
    case binary = "BIN"
    case random = "RAND"
    case randomInteger = "RAND_INTEGER"
    case uuid = "UUID"

    // Times. A unit is a literal: the raw value of `TimeUnit`.
    /// `EXTRACT(unit FROM x)` as (unit, x); YEAR(x) and its like are the same.
    case extract = "EXTRACT"
    /// `TIMESTAMPADD(unit, count, time)`.
    case timestampAdd = "TIMESTAMPADD"
    /// `TIMESTAMPDIFF(unit, from, to)`.
    case timestampDifference = "TIMESTAMPDIFF"
    case dateFormat = "DATE_FORMAT"
    case toTimestamp = "TO_TIMESTAMP"
    case toTimestampLTZ = "TO_TIMESTAMP_LTZ"
    case toDate = "TO_DATE"
    case unixTimestamp = "UNIX_TIMESTAMP"
    case fromUnixTime = "FROM_UNIXTIME"
    case convertTimeZone = "CONVERT_TZ"
    case currentTimestamp = "CURRENT_TIMESTAMP"
    case localTimestamp = "LOCALTIMESTAMP"
    case currentDate = "CURRENT_DATE"
    case localTime = "LOCALTIME"
    /// The watermark that holds before the row, of its event-time column.
    case currentWatermark = "CURRENT_WATERMARK"
    /// (zone as a literal, x): x in another time zone than that of the session, UTC.
    case atTimeZone = "AT TIME ZONE"
    /// The time at which the row is processed: a time attribute.
    case processingTime = "PROCTIME"

    // JSON. The clauses are literals behind the arguments.
    /// (input, path, on empty, its default, on error, its default).
    case jsonValue = "JSON_VALUE"
    /// (input, path, wrapper, on empty, on error).
    case jsonQuery = "JSON_QUERY"
    /// (input, path, on error).
    case jsonExists = "JSON_EXISTS"
    /// (on null, key, value, key, value...).
    case jsonObject = "JSON_OBJECT"
    /// (on null, value...).
    case jsonArray = "JSON_ARRAY"
    case jsonString = "JSON_STRING"
    /// JSON(text) within JSON_OBJECT and JSON_ARRAY: the text as it is.
    case json = "JSON"
    // What JSON_ARRAYAGG and JSON_OBJECTAGG make of the values of a group: arrays of one element each, and keys beside these.
    case jsonArrayOfValues = "$JSON_ARRAYAGG"
    case jsonObjectOfMembers = "$JSON_OBJECTAGG"
    case jsonQuote = "JSON_QUOTE"
    case jsonUnquote = "JSON_UNQUOTE"
    case isJSON = "IS JSON VALUE"
    case isJSONObject = "IS JSON OBJECT"
    case isJSONArray = "IS JSON ARRAY"
    case isJSONScalar = "IS JSON SCALAR"

    // Hashes.
    case md5 = "MD5"
    case sha1 = "SHA1"
    case sha224 = "SHA224"
    case sha256 = "SHA256"
    case sha384 = "SHA384"
    case sha512 = "SHA512"
    case sha2 = "SHA2"

    // Nested values.
    /// `ROW(a, b)`.
    case row = "ROW"
    /// `ARRAY[a, b]`.
    case array = "ARRAY"
    /// `MAP[key, value, ...]`.
    case map = "MAP"
    /// A field of a ROW: (row, its number from 0 as a literal).
    case field = "FIELD"
    /// `array[number from 1]`, `map[key]`.
    case item = "ITEM"
    case cardinality = "CARDINALITY"
    case element = "ELEMENT"
    case arrayContains = "ARRAY_CONTAINS"
    case mapKeys = "MAP_KEYS"
    case mapValues = "MAP_VALUES"
    case mapEntries = "MAP_ENTRIES"
    case mapFromArrays = "MAP_FROM_ARRAYS"
    case mapUnion = "MAP_UNION"
    case arrayAppend = "ARRAY_APPEND"
    case arrayPrepend = "ARRAY_PREPEND"
    case arrayRemove = "ARRAY_REMOVE"
    case arrayPosition = "ARRAY_POSITION"
    case arrayDistinct = "ARRAY_DISTINCT"
    case arrayReverse = "ARRAY_REVERSE"
    case arraySort = "ARRAY_SORT"
    case arraySlice = "ARRAY_SLICE"
    case arrayJoin = "ARRAY_JOIN"
    case arrayMaximum = "ARRAY_MAX"
    case arrayMinimum = "ARRAY_MIN"
    case arrayUnion = "ARRAY_UNION"
    case arrayIntersect = "ARRAY_INTERSECT"
    case arrayExcept = "ARRAY_EXCEPT"
    case arrayConcat = "ARRAY_CONCAT"
    case split = "SPLIT"
    case stringToMap = "STR_TO_MAP"
    case regexpExtractAll = "REGEXP_EXTRACT_ALL"
    /// The type of its argument as a text: a constant.
    case typeOf = "TYPEOF"
}

extension ScalarFunction {
    /// Whether equal arguments give equal results, so that a call of constants is one itself.
    public var isDeterministic: Bool {
        switch self {
        case .random, .randomInteger, .uuid, .currentTimestamp, .localTimestamp, .currentDate, .localTime,
            .processingTime, .currentWatermark:
            false
        // Without arguments it is the current time.
        case .unixTimestamp: false
        default: true
        }
    }
}
