import CoreVocabulary
import Cryptography
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import MoneyCore

/// A bank over real files with a thousand funded accounts, and payments between them.
struct BenchBank {
    /// Number of customers' accounts.
    static let accountCount = 1_000
    /// Name of the accounts' holder.
    static let holder = "Asha Rao"
    private static let fundingMinorUnits: Int64 = 1_000_000_000_000

    /// Path of the bank's books.
    let path: String
    let bank: Bank
    let store: LedgerStoreSQLite
    private let clock = BenchClock()
    private let accounts: [AccountID]
    private var random = SplitMix64(seed: 2_026)

    /// Creates the bank with its accounts in an empty folder.
    init(folder: String) async throws {
        path = "\(folder)/ledger.sqlite"
        store = try LedgerStoreSQLite(path: path)
        bank = try Bank(store, clock: clock)
        accounts = (1...Self.accountCount).map { AccountID(rawValue: UInt128($0) << 64) }
        let cash = AccountID(rawValue: 1)
        try await Self.open(cash, side: .debit, in: bank)
        try await withThrowingTaskGroup { [bank, accounts] group in
            for account in accounts {
                group.addTask { try await Self.open(account, side: .credit, in: bank) }
            }
            try await group.waitForAll()
        }
        let funding = accounts.map {
            Self.posting(from: cash, to: $0, Self.fundingMinorUnits, at: clock.now())
        }
        try await bank.postAll(funding)
    }

    /// Makes payments of small amounts between random accounts, a journal each.
    mutating func payments(_ count: Int) -> [Posting] {
        (0..<count).map { _ in
            let payer = Int.random(in: 0..<accounts.count, using: &random)
            let step = Int.random(in: 1..<accounts.count, using: &random)
            return Self.posting(
                from: accounts[payer],
                to: accounts[(payer + step) % accounts.count],
                Int64.random(in: 100...100_000, using: &random),
                at: clock.now()
            )
        }
    }

    /// Opens an account in rupees: a customer's without an overdraft, or one of the bank's own.
    static func open(_ id: AccountID, side: Side, in bank: Bank) async throws {
        try await bank.openAccount(
            NewAccount(
                opening: AccountOpening(
                    id: id,
                    currency: .indianRupee,
                    normalBalance: side,
                    limits: AccountLimits(minimumBalance: side == .credit ? 0 : nil)
                ),
                profile: AccountProfile(
                    number: "50100\(id.rawValue >> 64)",
                    branchCode: "SHYD0000101",
                    holder: holder,
                    product: "Savings"
                )
            )
        )
    }

    /// Returns 128 random bits for an identifier.
    static func randomBits() -> UInt128 {
        SecureRandom.bytes(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
    }

    /// Makes the posting of a payment in a journal of its own.
    static func posting(
        from payer: AccountID,
        to payee: AccountID,
        _ minorUnits: Int64,
        at now: Instant
    ) -> Posting {
        let transfer = Transfer(
            id: TransferID.version7(at: now, random: randomBits()),
            debitAccountID: payer,
            creditAccountID: payee,
            amount: Money(minorUnits: minorUnits, currency: .indianRupee),
            code: 1,
            valueDate: ZoneOffset.india.date(of: now),
            eventAt: now
        )
        return Posting(
            journal: Journal(
                id: JournalID.version7(at: now, random: randomBits()),
                transfers: [transfer]
            ),
            narratives: [
                Narrative(
                    shownToDebtor: "Chitale Bandhu",
                    shownToCreditor: "Asha Rao",
                    reference: "Invoice 1182"
                )
            ]
        )
    }
}
