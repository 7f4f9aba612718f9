import CoreVocabulary
import MoneyCore
import SyncCore
import Testing

/// Values to test with; which ones they are does not matter.
enum Sample {
    static let account = AccountID(rawValue: 0xA1)
    static let otherAccount = AccountID(rawValue: 0xA2)
    static let start = Instant(secondsSinceEpoch: 1_790_000_000)

    static func day(_ number: Int32 = 20_000) throws -> BusinessDate {
        try #require(BusinessDate(dayNumber: number))
    }

    /// Entries 1 to `count` of an account, each of which adds its own sequence times 100.
    static func entries(
        _ count: Int64,
        of accountID: AccountID = account,
        firstAmount: Int64 = 100
    ) throws -> [EntryRecord] {
        var balance: Int64 = 0
        return try (1...count).map { sequence in
            let amount = sequence == 1 ? firstAmount : sequence * 100
            balance += amount
            return EntryRecord(
                accountID: accountID,
                accountSequence: sequence,
                journalID: JournalID(rawValue: UInt128(sequence)),
                transferID: TransferID(rawValue: UInt128(sequence) << 64),
                amount: Money(minorUnits: amount, currency: .indianRupee),
                balanceAfterMinorUnits: balance,
                bookedAt: start.adding(seconds: sequence),
                valueDate: try day(),
                code: 7,
                counterparty: "Kāvya \(sequence)",
                reference: "Rent",
                isMadeByStaff: sequence % 2 == 0
            )
        }
    }

    static func changes() throws -> [FeedChange] {
        let entry = try #require(try entries(1).first)
        let byStaff = try #require(try entries(2).last)
        return [
            .account(
                AccountRecord(
                    accountID: account,
                    number: "001234",
                    branchCode: "SAHY0000001",
                    holder: "Asha",
                    product: "Savings",
                    currency: .indianRupee,
                    heldMinorUnits: 5,
                    minimumBalanceMinorUnits: -100,
                    isClosed: false,
                    access: .operate,
                    accountSequence: 1
                )
            ),
            .entry(entry),
            .entry(byStaff),
            .hold(
                HoldRecord(
                    transferID: TransferID(rawValue: 3),
                    accountID: account,
                    amount: Money(minorUnits: 5, currency: .indianRupee),
                    counterparty: "Shop",
                    reference: "",
                    heldAt: start,
                    expiresAt: start.adding(seconds: 60),
                    status: .pending
                )
            ),
            .payee(
                PayeeRecord(
                    accountID: otherAccount,
                    name: "Bank \u{202E}evil",
                    number: "99",
                    branchCode: "SAHY0000002",
                    currency: .usDollar,
                    isRemoved: true
                )
            ),
            .decision(
                IntentDecision(
                    key: IntentKey(rawValue: 9),
                    outcome: .posted(JournalID(rawValue: 4)),
                    decidedAt: start
                )
            ),
            .decision(
                IntentDecision(
                    key: IntentKey(rawValue: 10),
                    outcome: .refused(code: 1_003),
                    decidedAt: start
                )
            ),
            .accessRevoked(account),
        ]
    }
}
