/// The options of Flink's `csv` format. Delimiters are single ASCII characters.
package struct CSVFormatOptions: Sendable, Hashable {
    /// `csv.field-delimiter`.
    package var fieldDelimiter = UInt8(ascii: ",")
    /// `csv.quote-character`; `nil`: `csv.disable-quote-character`.
    package var quoteCharacter: UInt8? = UInt8(ascii: "\"")
    /// `csv.allow-comments`: lines that begin with `#`, and empty ones, are skipped.
    package var allowsComments = false
    /// `csv.ignore-parse-errors`: a field that cannot be read or is missing is NULL, a record that cannot be split into
    /// fields is left out.
    package var ignoresParseErrors = false
    /// `csv.array-element-delimiter`, between the elements of an ARRAY or the fields of a ROW.
    package var arrayElementDelimiter = ";"
    /// `csv.escape-character`.
    package var escapeCharacter: UInt8?
    /// `csv.null-literal`; without one, no text is NULL, and NULL is written as nothing.
    package var nullLiteral: String?
    /// `csv.write-bigdecimal-in-scientific-notation` set to `true`: `2E+1` and not `20.00`. Without the option Flink
    /// 2.3 writes `20.00`, although its documentation calls `true` the default.
    package var writesScientificDecimals = false

    /// `csv.trim-spaces`: spaces around a field without quotes are no part of it.
    package var trimsSpaces = false
    /// `csv.ignore-trailing-unmappable`: fields beyond the columns are no error.
    package var ignoresTrailingFields = false
    /// `csv.allow-trailing-comma`: one empty field beyond the columns is no error.
    package var allowsTrailingDelimiter = true
    /// `csv.fail-on-missing-columns`: a record of fewer fields is left out even if errors are ignored; otherwise it is
    /// an error anyway.
    package var failsOnMissingFields = false
    /// `csv.empty-string-as-null`.
    package var readsEmptyAsNull = false

    /// The defaults.
    package init() {}

    /// Whether the format can hold a column of a type: a MAP it cannot, nor an ARRAY or ROW inside another.
    package static func holds(_ type: FieldType, isNested: Bool = false) -> Bool {
        switch type {
        case .map: false
        case .array(let element): !isNested && holds(element, isNested: true)
        case .row(let fields): !isNested && fields.allSatisfy { holds($0.type, isNested: true) }
        default: true
        }
    }
}
