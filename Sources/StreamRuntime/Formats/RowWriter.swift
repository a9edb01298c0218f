/// Makes records of rows: one of the formats.
package protocol RowWriter: AnyObject {
    /// Appends the rows, each as one line.
    func write(_ batch: Batch, to output: ByteBuffer)

    /// Appends the rows without newlines, and to `ends` where each of them ends: the records of a log.
    func write(_ batch: Batch, to output: ByteBuffer, ends: inout [Int])
}
