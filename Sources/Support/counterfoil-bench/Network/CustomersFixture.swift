import BankFixture
import FoundationEssentials
import LocalFiles

/// A copy of a fixture with more customers, each with an account.
enum CustomersFixture {
    private static let folderName = "customers-fixture"
    private static let password = "a long walk by the river"
    private static let totpSecret = "7IQWZ656WAVFE2LRAPNWBGKV3VWR5O4U"

    /// Writes the copy, and returns its folder with the customers that were added.
    static func make(
        _ count: Int,
        from fixtureFolder: String,
        in work: WorkFolder
    ) throws -> (folder: String, users: [BenchUser]) {
        let folder = "\(work.path)/\(folderName)"
        try FileManager.default.copyItem(atPath: fixtureFolder, toPath: folder)
        try append((1...count).map(person), to: "people.toml", in: work)
        try append((1...count).map(account), to: "accounts.toml", in: work)
        let fixture = try Fixture(folder: folder)
        return (folder, try fixture.people.suffix(count).map { try BenchUser($0, of: fixture) })
    }

    private static func append(_ records: [String], to name: String, in work: WorkFolder) throws {
        let path = "\(work.path)/\(folderName)/\(name)"
        let text = String(decoding: try LocalFile.read(path, upTo: .max), as: UTF8.self)
        _ = try work.write(text + records.joined(), to: "\(folderName)/\(name)")
    }

    private static func person(_ number: Int) -> String {
        """

        [[person]]
        user = "session\(number)"
        role = "customer"
        name = "Session \(number)"
        password = "\(password)"
        totp-secret = "\(totpSecret)"
        totp-algorithm = "SHA1"

        """
    }

    private static func account(_ number: Int) -> String {
        """

        [[account]]
        key = "session\(number)-savings"
        owner = "session\(number)"
        holder = "Session \(number)"
        product = "Savings"
        number = "\(50_100_900_000_000 + number)"
        branch = "SHYD0000101"
        currency = "INR"
        opening = "1000.00"
        minimum = "0.00"

        """
    }
}
