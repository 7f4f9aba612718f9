/// Request to run a query on the local record.
package struct QueryRequest: Sendable {
    /// Query to run on the record.
    let query: any RecordQuery

    /// Creates a request for a query.
    init(_ query: any RecordQuery) {
        self.query = query
    }
}
