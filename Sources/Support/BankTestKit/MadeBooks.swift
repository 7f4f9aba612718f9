import CoreVocabulary
import Glibc
import LedgerService
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
        bytes = try Self.contents(of: made.path)
        random = made.random
        accounts = made.accounts
        users = made.users
        self.configuration = configuration
    }

    /// Opens a bank over a copy of the books.
    func open(options: LedgerStoreSQLite.Options) throws -> TestBank {
        guard let folder = TemporaryFolder() else { throw TestBankError.noFolder }
        try write(to: folder.path + "/bank.db")
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

    private static func contents(of path: String) throws -> [UInt8] {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw TestBankError.noBooks }
        defer { close(descriptor) }
        let length = Int(lseek(descriptor, 0, SEEK_END))
        var bytes = [UInt8](repeating: 0, count: max(length, 0))
        guard pread(descriptor, &bytes, bytes.count, 0) == length else {
            throw TestBankError.noBooks
        }
        return bytes
    }

    private func write(to path: String) throws {
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw TestBankError.noBooks }
        defer { close(descriptor) }
        guard pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else {
            throw TestBankError.noBooks
        }
    }
}
