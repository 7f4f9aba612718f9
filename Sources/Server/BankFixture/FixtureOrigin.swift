import TOMLText

/// The table of a file that something was read from, for errors about it.
struct FixtureOrigin: Sendable {
    /// What messages call the file.
    let file: String
    /// The table as it was read, with the places of its keys.
    let table: TOMLTable

    /// An error about a key's value; about the whole table when the key is not there.
    func error(at key: String, _ sentence: String) -> FixtureError {
        let place = table[key]?.place ?? table.place
        return FixtureError("\(file):\(place.line):\(place.column): \(sentence)")
    }
}
