/// Value that is decoded from one table of a fixture's files.
protocol FixtureRecord {
    /// Decodes all fields that the table may have.
    init(_ fields: inout FixtureFields) throws(FixtureError)
}

extension FixtureRecord {
    /// Decodes a table, or throws for the first key that is missing, of the wrong type or unknown.
    static func read(_ origin: FixtureOrigin) throws(FixtureError) -> Self {
        var fields = FixtureFields(origin)
        let record = try Self(&fields)
        try fields.finish()
        return record
    }
}
