public import CoreVocabulary

/// What somebody who opens a fixture's console sees of it first: read before all else, because the
/// rest is not needed until the bank is opened.
public struct FixtureFront: Sendable {
    /// The bank's name.
    public let bankName: String
    /// Where the bank counts its days.
    public let zone: ZoneOffset
    /// Who may sign in, in the order of the file.
    public let people: [Fixture.Person]

    /// Reads `bank.toml` and `people.toml` in a fixture's folder.
    ///
    /// - Throws: ``FixtureError`` with the file and what is wrong in it.
    public init(folder: String) throws(FixtureError) {
        let bank = try FixtureReader.bank(folder: folder)
        bankName = bank.name
        zone = bank.zone
        people = try FixtureReader.people(folder: folder).people.map(Fixture.Person.init)
    }
}

extension FixtureDescription.BankFile {
    /// Where the bank counts its days.
    var zone: ZoneOffset {
        ZoneOffset(secondsEastOfUTC: Int32(clamping: utcOffsetMinutes * 60))
    }
}
