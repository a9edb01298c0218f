/// Makes records of rows: one of the formats.
package protocol RowWriter: AnyObject {
    /// Appends the rows, each as one line.
    ///
    /// - Throws: `EvaluationError` for a value that the format cannot hold.
    func write(_ batch: Batch, to output: ByteBuffer) throws

    /// Appends the rows without newlines, and to `ends` where each of them ends: the records of a log.
    ///
    /// - Throws: `EvaluationError` for a value that the format cannot hold.
    func write(_ batch: Batch, to output: ByteBuffer, ends: inout [Int]) throws
}
