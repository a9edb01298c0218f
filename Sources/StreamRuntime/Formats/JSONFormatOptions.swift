/// The options of Flink's `json` format.
package struct JSONFormatOptions: Sendable, Hashable {
    /// `json.fail-on-missing-field`: a column whose field is missing is an error and not NULL.
    package var failsOnMissingField = false
    /// `json.ignore-parse-errors`: a field that cannot be read is NULL, a record that is no JSON object is left out.
    package var ignoresParseErrors = false
    /// `json.timestamp-format.standard`.
    package var timestampStyle = TimestampText.Style.sql
    /// `json.encode.decimal-as-plain-number`: `20.00` and not `2E+1`.
    package var writesPlainDecimals = false
    /// `json.encode.ignore-null-fields`: NULL columns are not written.
    package var leavesOutNullFields = false

    /// `json.map-null-key.mode`: what becomes of a MAP's entry whose key is NULL.
    package var nullKey = NullKey.fails

    /// See `nullKey`.
    package enum NullKey: Sendable, Hashable {
        /// FAIL: it is an error.
        case fails
        /// DROP: it is left out.
        case dropped
        /// LITERAL: its key is a text, `json.map-null-key.literal`.
        case written(String)
    }

    /// The defaults.
    package init() {}
}
