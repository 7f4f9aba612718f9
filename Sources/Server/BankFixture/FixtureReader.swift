import TOMLText

/// Reader for the TOML files of a fixture's folder.
enum FixtureReader {
    /// Maximum length of a file in bytes; the demo bank's largest has 7 kB.
    static let fileByteLimit = 1_048_576
    /// Version of the file format that this program reads.
    static let schema = 1

    private static let rules = TOMLRules(byteLimit: fileByteLimit, allowsListsOfTables: true)

    /// Reads the people who may sign in, in the order of their file.
    static func people(in folder: String) throws(FixtureError) -> [Fixture.Person] {
        try read("people.toml", in: folder) { (fields) throws(FixtureError) in
            try fields.records("person", Fixture.Person.init(_:))
        }
    }

    /// Reads a file, or throws its name, the position and the fault.
    static func read<Content>(
        _ name: String,
        in folder: String,
        _ body: (inout FixtureFields) throws(FixtureError) -> Content
    ) throws(FixtureError) -> Content {
        let path = "\(folder)/\(name)"
        let document: TOMLDocument
        do {
            document = try TOMLDocument(path: path, file: path, rules: rules)
        } catch {
            throw FixtureError(error.description)
        }
        return try FixtureFields.read(FixtureOrigin(file: path, table: document.root), body)
    }
}
