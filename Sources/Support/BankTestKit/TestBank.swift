package import CoreVocabulary
package import Cryptography
import IdentityCore
package import LedgerCore
package import LedgerService
package import LedgerStoreSQLite
package import MoneyCore
import SyncCore

/// A small bank over real files, with two customers, staff, some accounts and a test clock.
///
/// Asha has a savings, a current and a dollar account. Rohan has savings, and is Asha's payee under
/// a name she chose. The teller operates Asha's accounts, and support sees them masked. Supervisor
/// and auditor see none.
package struct TestBank: Sendable {
    /// Start time of every test: 2026-11-20 12:00 in India.
    package static let start = Instant(secondsSinceEpoch: 1_795_156_200)
    /// The password of every user.
    package static let password = "seven forts by sunset"
    /// The name under which Asha pays Rohan.
    package static let payeeName = "Rohan (rent)"

    /// The temporary folder of the files.
    package let folder: TemporaryFolder
    /// The store of the bank's books.
    package private(set) var store: LedgerStoreSQLite
    /// The bank under test.
    package private(set) var bank: Bank
    /// The clock of the bank.
    package let clock: TestClock
    /// The log of the bank.
    package let log: KeptLog
    /// The key that seals the bank's secrets.
    package let masterKey: MasterKey
    /// The source of random identifiers for tests.
    package let random: SeededRandom
    /// The configuration of the bank.
    package let configuration: BankConfiguration
    /// Number of users who can sign in.
    package static var peopleCount: Int { people.count }

    /// The accounts by the words that ``open(options:configuration:)`` gives them.
    package internal(set) var accounts: [String: AccountID] = [:]
    /// The users by their names.
    package internal(set) var users: [String: UserID] = [:]

    /// Path of the books.
    package var path: String { folder.path + "/bank.db" }

    /// Opens the bank with its users and accounts.
    ///
    /// With the usual configuration, the books are a copy of ``MadeBooks/usual``. Most tests begin
    /// with them, and making them takes longer than most tests.
    package static func open(
        options: LedgerStoreSQLite.Options = .init(),
        configuration: BankConfiguration? = nil
    ) async throws -> TestBank {
        guard let configuration else {
            return try await MadeBooks.usual.value.open(options: options)
        }
        return try await make(options: options, configuration: configuration)
    }

    /// Makes the bank with its users and accounts, for tests of the making itself.
    package static func make(
        options: LedgerStoreSQLite.Options = .init(),
        configuration: BankConfiguration = .forTests
    ) async throws -> TestBank {
        guard let folder = TemporaryFolder() else { throw TestBankError.noFolder }
        var made = try TestBank(
            folder: folder,
            random: SeededRandom(seed: 2_026),
            options: options,
            configuration: configuration
        )
        for (number, (name, role)) in people.enumerated() {
            made.users[name] = try await made.bank.addUser(
                NewUser(
                    name: name,
                    displayName: name.uppercased(),
                    role: role,
                    password: secret(Array(password.utf8)),
                    totpSecret: totpSecret(number)
                )
            )
        }
        for (number, row) in accountRows.enumerated() {
            let (word, holder, currency, side, minimum) = row
            let id = AccountID(rawValue: UInt128(1_000 + number))
            made.accounts[word] = id
            try await made.bank.openAccount(
                NewAccount(
                    opening: AccountOpening(
                        id: id,
                        currency: currency,
                        normalBalance: side,
                        limits: AccountLimits(minimumBalance: minimum)
                    ),
                    profile: AccountProfile(
                        number: "5010000000\(1_000 + number)",
                        branchCode: "SHYD0000101",
                        holder: holder,
                        product: word
                    )
                )
            )
        }
        try await made.grantUsualAccess()
        try await made.payIn()
        return made
    }

    /// Creates a bank over new or copied books in its folder, without users.
    init(
        folder: TemporaryFolder,
        random: SeededRandom,
        options: LedgerStoreSQLite.Options,
        configuration: BankConfiguration
    ) throws {
        self.folder = folder
        self.random = random
        self.configuration = configuration
        clock = TestClock(Self.start)
        log = KeptLog()
        masterKey = try MasterKey(Self.secret((0..<32).map { UInt8($0) }))
        store = try LedgerStoreSQLite(path: folder.path + "/bank.db", options: options)
        bank = Bank(
            store: store,
            masterKey: masterKey,
            clock: clock,
            random: random,
            log: log,
            configuration: configuration
        )
    }

    /// Returns the same bank over the same files after a restart.
    ///
    /// The old value must not be used any more.
    package func reopened(
        options: LedgerStoreSQLite.Options = .init()
    ) async throws -> TestBank {
        try store.close()
        return try over(booksAt: path, options: options)
    }

    /// Returns the same bank over other books, such as a copy of its own.
    package func over(
        booksAt path: String,
        options: LedgerStoreSQLite.Options = .init()
    ) throws -> TestBank {
        var other = self
        other.store = try LedgerStoreSQLite(path: path, options: options)
        other.bank = Bank(
            store: other.store,
            masterKey: masterKey,
            clock: clock,
            random: random,
            log: log,
            configuration: configuration
        )
        return other
    }

    /// Returns the account with a word.
    package func account(_ word: String) throws -> AccountID {
        guard let id = accounts[word] else { throw TestBankError.unknown(word) }
        return id
    }

    /// Returns the user with a name.
    package func user(_ name: String) throws -> UserID {
        guard let id = users[name] else { throw TestBankError.unknown(name) }
        return id
    }

    /// Makes a posting between two accounts, with new identifiers.
    package func posting(
        _ debit: String,
        _ credit: String,
        _ minorUnits: Int64,
        kind: TransferKind = .direct,
        currency: Currency = .indianRupee
    ) throws -> Posting {
        let transfer = Transfer(
            id: TransferID(rawValue: bits()),
            debitAccountID: try account(debit),
            creditAccountID: try account(credit),
            amount: Money(minorUnits: minorUnits, currency: currency),
            kind: kind,
            code: TransferCode.internalTransfer.rawValue,
            valueDate: ZoneOffset.india.date(of: clock.now()),
            eventAt: clock.now()
        )
        return Posting(
            journal: Journal(id: JournalID(rawValue: bits()), transfers: [transfer]),
            narratives: [
                Narrative(
                    shownToDebtor: "to \(credit)",
                    shownToCreditor: "from \(debit)",
                    reference: "REF \(minorUnits)"
                )
            ]
        )
    }

    /// Returns 128 random bits.
    package func bits() -> UInt128 {
        random.bytes(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
    }

    /// Returns a secret of the given bytes.
    package static func secret(_ bytes: [UInt8]) -> SharedSecret {
        let secret = SharedSecret(capacity: max(bytes.count, 1))
        for byte in bytes { secret.append(byte) }
        return secret
    }

    /// Returns the authenticator secret of the user with a number.
    static func totpSecret(_ number: Int) -> SharedSecret {
        secret((0..<20).map { UInt8(number * 20 + $0 + 1) })
    }

    static let people: [(String, Role)] = [
        ("asha", .customer), ("rohan", .customer), ("tara", .teller), ("nila", .support),
        ("sita", .supervisor), ("omar", .auditor),
    ]

    private static let accountRows: [(word: String, holder: String, Currency, Side, Int64?)] = [
        ("cash", "Cash", .indianRupee, .debit, nil),
        ("nostro", "Nostro", .usDollar, .debit, nil),
        ("savings", "Asha Kulkarni", .indianRupee, .credit, 0),
        ("current", "Asha Kulkarni", .indianRupee, .credit, -5_000_000),
        ("dollars", "Asha Kulkarni", .usDollar, .credit, 0),
        ("rohan", "Rohan Deshpande", .indianRupee, .credit, 0),
        ("stranger", "Faiz Khan", .indianRupee, .credit, 0),
    ]

    private func grantUsualAccess() async throws {
        for word in ["savings", "current", "dollars"] {
            let id = try account(word)
            try await bank.grantAccess(.operate, to: id, for: user("asha"))
            try await bank.grantAccess(.operate, to: id, for: user("tara"))
            try await bank.grantAccess(.viewMasked, to: id, for: user("nila"))
        }
        try await bank.grantAccess(.operate, to: account("rohan"), for: user("rohan"))
        try await bank.addPayee(account("rohan"), named: Self.payeeName, for: user("asha"))
    }

    private func payIn() async throws {
        _ = try await bank.post([
            posting("cash", "savings", 10_000_000), posting("cash", "current", 500_000),
            posting("nostro", "dollars", 420_000, currency: .usDollar),
            posting("cash", "rohan", 100_000),
        ])
    }
}

/// An error in a test's set-up.
package enum TestBankError: Error {
    /// No temporary folder could be created.
    case noFolder
    /// Nothing in the test bank has this name.
    case unknown(String)
    /// A sign-in that was expected to succeed failed.
    case notSignedIn
    /// A reply was not of the kind that the request asks for.
    case unexpectedReply
}

extension BankConfiguration {
    /// Cheap password hashes, with transfer and approval limits within the reach of tests.
    package static var forTests: BankConfiguration {
        BankConfiguration(
            passwordCost: .weakForTests,
            transferLimits: [Money(minorUnits: 5_000_000, currency: .indianRupee)],
            approvalLimits: [Money(minorUnits: 3_000_000, currency: .indianRupee)]
        )
    }
}
