import TOMLText

/// Reader for the TOML files of a fixture's folder.
enum FixtureReader {
    /// Maximum length of a file in bytes; the demo bank's largest has 7 kB.
    static let fileByteLimit = 1_048_576
    /// Version of the file format that this program reads.
    static let schema = 1

    private static let rules = TOMLRules(byteLimit: fileByteLimit, allowsListsOfTables: true)

    /// Reads all five files of a fixture, or throws the file, the position and the fault.
    static func read(folder: String) throws(FixtureError) -> FixtureDescription {
        FixtureDescription(
            bank: try bank(folder: folder),
            people: try people(folder: folder),
            accounts: try record("accounts.toml", in: folder),
            payees: try record("payees.toml", in: folder),
            activity: try record("activity.toml", in: folder)
        )
    }

    /// Reads the file with the bank's data.
    static func bank(folder: String) throws(FixtureError) -> FixtureDescription.BankFile {
        try record("bank.toml", in: folder)
    }

    /// Reads the file with the people who may sign in.
    static func people(folder: String) throws(FixtureError) -> FixtureDescription.PeopleFile {
        try record("people.toml", in: folder)
    }

    private static func record<Record: FixtureRecord>(
        _ name: String,
        in folder: String
    ) throws(FixtureError) -> Record {
        let path = "\(folder)/\(name)"
        let document: TOMLDocument
        do {
            document = try TOMLDocument(path: path, file: path, rules: rules)
        } catch {
            throw FixtureError(error.description)
        }
        return try Record.read(FixtureOrigin(file: path, table: document.root))
    }
}
