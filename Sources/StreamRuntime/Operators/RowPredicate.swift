/// A condition over the rows of a batch.
package protocol RowPredicate {
    /// Selects the rows for which it is true, in their order; neither those for which it is false nor those for which it is
    /// NULL.
    ///
    /// - Throws: what computing it for a row throws, which stops the job.
    func select(_ batch: Batch, into selection: Selection) throws
}
