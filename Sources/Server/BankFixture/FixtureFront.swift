package import CoreVocabulary

/// Part of a fixture that the sign-in screen needs.
///
/// It is read first, because the rest is not needed until the bank is opened.
package struct FixtureFront: Sendable {
    /// The name of the bank.
    package let bankName: String
    /// The time zone in which the bank counts its days.
    package let zone: ZoneOffset
    /// The people who may sign in, in the order of the file.
    package let people: [Fixture.Person]

    /// Reads `bank.toml` and `people.toml`, or throws the file and the fault in it.
    package init(folder: String) throws(FixtureError) {
        let bank = try FixtureBank(folder: folder)
        bankName = bank.name
        zone = bank.zone
        people = try FixtureReader.people(in: folder)
    }
}
