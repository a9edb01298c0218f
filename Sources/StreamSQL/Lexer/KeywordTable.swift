/// Finds keywords by their bytes, case-insensitively: open addressing over a hash that the lexer computes while it reads a
/// word.
struct KeywordTable: @unchecked Sendable {  // The memory is written before the only table is shared, and never freed.
    /// The table.
    static let shared = KeywordTable()

    /// Words that cannot be names, though the grammar here has no use for them, apart from functions. Flink: the tokens of
    /// Calcite 1.36 that Parser.tdd does not list as non-reserved, and its own.
    private static let reserved = """
        ALLOCATE ALLOW ARE ARRAY_MAX_CARDINALITY ASENSITIVE ATOMIC AUTHORIZATION BEGIN_FRAME BEGIN_PARTITION BIT BLOB BUCKETS
        CALLED CASCADED CATALOGS CHECK CLOB CLOSE COLUMN COMMIT CONDITION CONNECT CONNECTIONS CONTINUOUS CONVERT CORR
        CORRESPONDING CURRENT_CATALOG CURRENT_DEFAULT_TRANSFORM_GROUP CURRENT_PATH CURRENT_ROLE CURRENT_ROW CURRENT_SCHEMA
        CURRENT_TRANSFORM_GROUP_FOR_TYPE CURRENT_USER CYCLE DATABASES DEALLOCATE DECLARE DEREF DETERMINISTIC DISALLOW
        DISCONNECT DOT DYNAMIC EACH END_FRAME END_PARTITION EXEC EXTEND EXTERNAL FOREIGN FRAME_ROW FREE FRESHNESS FRIDAY GET
        GLOBAL GRANT GROUPS HASH HOLD IDENTITY IMPORT INDICATOR INITIAL INOUT INSENSITIVE JSON_SCOPE LANGUAGE LARGE LIKE_REGEX
        MATCHES METHOD MODELS MODIFIES MODIFY MODULE MODULES MONDAY MORE NATIONAL NCHAR NCLOB NO NONE NORMALIZE
        OCCURRENCES_REGEX OF OLD OMIT OPEN ORDINAL OUT PARAMETER PERCENT PORTION POSITION_REGEX PREPARE PROCEDURE PROCEDURES
        READS REF REFERENCES REFERENCING REFRESH REFRESH_MODE REGR_AVGX REGR_AVGY REGR_INTERCEPT REGR_R2 REGR_SLOPE REGR_SXY
        RELEASE RENAME RESULT RESUME RETURN RETURNS REVOKE ROLLBACK SAFE_CAST SAFE_OFFSET SAFE_ORDINAL SATURDAY SAVEPOINT
        SCALA SCOPE SCROLL SEARCH SEEK SENSITIVE SEPARATOR SESSION_USER SPECIFIC SPECIFICTYPE SQL SQLEXCEPTION SQLSTATE
        SQLWARNING START STATIC STREAM SUBSTRING_REGEX SUNDAY SUSPEND SYSTEM SYSTEM_USER THURSDAY TIMEZONE_HOUR
        TIMEZONE_MINUTE TRANSLATE_REGEX TRANSLATION TREAT TRIGGER TRIM_ARRAY TUESDAY UESCAPE VALUE_OF VERSIONING WEDNESDAY
        WHENEVER WIDTH_BUCKET
        """
    /// Words that cannot be names, but are functions that are called like any other.
    private static let functions = """
        ABS AVG CARDINALITY CEILING CHAR CHARACTER_LENGTH CHAR_LENGTH CLASSIFIER COALESCE COLLECT COUNT COVAR_POP COVAR_SAMP
        CUME_DIST CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP DENSE_RANK ELEMENT EVERY EXP FIRST_VALUE FLOOR FUSION
        GROUPING HOUR INTERSECTION LAG LAST_VALUE LEAD LEFT LN LOCALTIME LOCALTIMESTAMP LOWER MATCH_NUMBER MAX MIN MINUTE MOD
        MONTH NEXT NTH_VALUE NTILE NULLIF OCTET_LENGTH PERCENTILE_CONT PERCENTILE_DISC PERCENT_RANK POWER PREV RANK
        REGR_COUNT REGR_SXX REGR_SYY RIGHT ROW_NUMBER SECOND SOME SQRT STDDEV_POP STDDEV_SAMP SUM TRANSLATE TRUNCATE
        UPPER USER VAR_POP VAR_SAMP YEAR
        """

    /// An entry: the bytes of a word with the bit of lower case set, and what it is.
    private struct Entry {
        var start: Int = 0
        var length: Int = 0
        var keyword: Keyword = .none
        var kind: Token.Kind = .name
    }

    /// Twice as many places as there are words, or more; a power of two.
    private static let capacity = 1024
    private let entries: UnsafeMutablePointer<Entry>
    private let bytes: UnsafeMutablePointer<UInt8>
    /// All words in the order of their addition, for suggestions and for the printer.
    let words: [String: Token.Kind]

    private init() {
        var words: [(text: String, keyword: Keyword, kind: Token.Kind)] = []
        let functions = Set(Self.functions.split(whereSeparator: \.isWhitespace).map(String.init))
        for keyword in Keyword.allCases where keyword != .none {
            let text = keyword.text
            let isName = keyword.rawValue < Keyword.firstReserved.rawValue
            words.append((text, keyword, isName ? .name : functions.contains(text) ? .reservedFunction : .reserved))
        }
        let known = Set(words.map(\.text))
        for text in functions.subtracting(known).sorted() { words.append((text, .none, .reservedFunction)) }
        for text in Self.reserved.split(whereSeparator: \.isWhitespace) {
            words.append((String(text), .none, .reserved))
        }
        precondition(words.count * 2 <= Self.capacity, "the table is too small")
        entries = .allocate(capacity: Self.capacity)
        entries.initialize(repeating: Entry(), count: Self.capacity)
        bytes = .allocate(capacity: words.reduce(0) { $0 + $1.text.utf8.count })
        self.words = Dictionary(words.map { ($0.text, $0.kind) }, uniquingKeysWith: { first, _ in first })
        var used = 0
        for word in words {
            var hash: UInt32 = 0
            let start = used
            for byte in word.text.utf8 {
                hash = Self.hash(hash, byte)
                bytes[used] = byte | Self.lowerCase
                used += 1
            }
            var place = Int(hash) & (Self.capacity - 1)
            while entries[place].length > 0 { place = (place + 1) & (Self.capacity - 1) }
            entries[place] = Entry(start: start, length: used - start, keyword: word.keyword, kind: word.kind)
        }
    }

    /// The bit in which ASCII letters of lower case differ from those of upper case.
    static let lowerCase: UInt8 = 0x20

    /// The hash of a word from the hash of what is before a byte of it.
    @inline(__always)
    static func hash(_ hash: UInt32, _ byte: UInt8) -> UInt32 {
        (hash &* 31) &+ UInt32(truncatingIfNeeded: byte | 0x20)
    }

    /// Makes a name a keyword, if it is one.
    func classify(_ token: inout Token, _ word: UnsafePointer<UInt8>, length: Int, hash: UInt32) {
        var place = Int(hash) & (Self.capacity - 1)
        while true {
            let entry = entries[place]
            if entry.length == 0 { return }
            if entry.length == length {
                let text = bytes + entry.start
                var index = 0
                while index < length, text[index] == word[index] | 0x20 { index += 1 }
                if index == length {
                    token.keyword = entry.keyword
                    token.kind = entry.kind
                    return
                }
            }
            place = (place + 1) & (Self.capacity - 1)
        }
    }
}
