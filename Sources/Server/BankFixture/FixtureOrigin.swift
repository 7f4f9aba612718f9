import TOMLText

/// File and table from which a value was read, for error messages.
struct FixtureOrigin: Sendable {
    /// The name of the file in messages.
    let file: String
    /// The parsed table, with the positions of its keys.
    let table: TOMLTable

    /// Returns an error about a key's value, or about the whole table if the key is missing.
    func error(at key: String, _ sentence: String) -> FixtureError {
        let place = table[key]?.place ?? table.place
        return FixtureError("\(file):\(place.line):\(place.column): \(sentence)")
    }
}
