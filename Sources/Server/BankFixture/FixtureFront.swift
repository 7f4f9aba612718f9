public import CoreVocabulary

/// Part of a fixture that the sign-in screen needs.
///
/// It is read first, because the rest is not needed until the bank is opened.
public struct FixtureFront: Sendable {
    /// The name of the bank.
    public let bankName: String
    /// The time zone in which the bank counts its days.
    public let zone: ZoneOffset
    /// The people who may sign in, in the order of the file.
    public let people: [Fixture.Person]

    /// Reads `bank.toml` and `people.toml`, or throws the file and the fault in it.
    public init(folder: String) throws(FixtureError) {
        let bank = try FixtureBank(folder: folder)
        bankName = bank.name
        zone = bank.zone
        people = try FixtureReader.people(in: folder)
    }
}
