import CoreVocabulary
import LedgerService
import LocalFiles
import LedgerStoreSQLite

/// The books of a fresh ``TestBank``, copied for every test that begins with them.
///
/// A bank over a copy is like one after a restart: the same books, users, accounts and epoch. Its
/// random source continues where the original's ended.
struct MadeBooks: Sendable {
    /// The books of the usual configuration, made once per process.
    static let usual = Task { try await MadeBooks(.forTests) }

    private let bytes: [UInt8]
    private let random: SeededRandom
    private let configuration: BankConfiguration
    private let accounts: [String: AccountID]
    private let users: [String: UserID]

    private init(_ configuration: BankConfiguration) async throws {
        let made = try await TestBank.make(configuration: configuration)
        // Closing moves the write-ahead log into the file, which then contains all of the books.
        try made.store.close()
        bytes = try LocalFile.read(made.path, upTo: .max)
        random = made.random
        accounts = made.accounts
        users = made.users
        self.configuration = configuration
    }

    /// Opens a bank over a copy of the books.
    func open(options: LedgerStoreSQLite.Options) throws -> TestBank {
        guard let folder = TemporaryFolder() else { throw TestBankError.noFolder }
        try OpenFile(creating: folder.path + "/bank.db").write(bytes.span)
        var bank = try TestBank(
            folder: folder,
            random: SeededRandom(goingOnFrom: random),
            options: options,
            configuration: configuration
        )
        bank.accounts = accounts
        bank.users = users
        return bank
    }
}
