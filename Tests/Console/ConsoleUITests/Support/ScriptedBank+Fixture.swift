import ClientService
import CoreVocabulary
import Cryptography
import MoneyCore
import SyncCore

/// Invented accounts: the same seed, the same bytes.
extension ScriptedBank {
    static let savings = AccountID(rawValue: 0x11)
    static let current = AccountID(rawValue: 0x12)
    static let dollars = AccountID(rawValue: 0x13)
    /// A name that tries everything at once.
    static let hostileName =
        "ACME LTD\rX Payee: HMRC\u{1B}]52;c;eA==\u{7}\u{202E}\u{200B}p\u{0430}ypal \u{9B}2J"

    static func makeAccounts() -> [AccountRecord] {
        func account(
            _ id: AccountID,
            _ number: String,
            _ product: String,
            _ currency: Currency,
            held: Int64
        ) -> AccountRecord {
            AccountRecord(
                accountID: id,
                number: number,
                branchCode: "SAHY0000042",
                holder: "Asha Rao",
                product: product,
                currency: currency,
                heldMinorUnits: held,
                minimumBalanceMinorUnits: 0,
                isClosed: false,
                access: .operate,
                accountSequence: 0
            )
        }
        return [
            account(savings, "001234567890", "Savings", .indianRupee, held: 2_500_00),
            account(current, "001234567906", "Current", .indianRupee, held: 0),
            account(dollars, "001234567914", "Dollar", .usDollar, held: 0),
        ]
    }

    static func makeEntries() -> [AccountID: [EntryRecord]] {
        [
            savings: makeEntries(savings, .indianRupee, count: 90, seed: 1),
            current: makeEntries(current, .indianRupee, count: 12, seed: 2),
            dollars: makeEntries(dollars, .usDollar, count: 3, seed: 3),
        ]
    }

    /// An account of so many entries, the oldest first, one a day until today.
    static func makeEntries(
        _ id: AccountID,
        _ currency: Currency,
        count: Int,
        seed: UInt64
    ) -> [EntryRecord] {
        var random = SplitMix64(seed: seed)
        var balance: Int64 = 12_34_567_89
        let names = [
            ("Kaveri Grocers", "Invoice 1182"), ("Metro Recharge", "Card 4417"),
            ("Lakshmi Iyer", "Rent"), ("BESCOM", "Bill 88213"), (hostileName, "pay\u{8}\u{8} me"),
            ("\u{092E}\u{0940}\u{0930}\u{093E}", "\u{0927}\u{0928}\u{094D}\u{092F}"),
            ("\u{65E5}\u{672C}\u{8A9E}", "e\u{301}\u{301}\u{301}\u{301}"),
        ]
        return (0..<count).map { index in
            let isCredit = index.isMultiple(of: 5)
            let size = Int64.random(in: 1_00...9_999_99, using: &random)
            let amount = isCredit ? size * 3 : -size
            balance += amount
            let at = now.adding(seconds: -Int64(count - 1 - index) * ZoneOffset.secondsPerDay)
            let name = isCredit ? ("Sahyadri Textiles", "Salary") : names[index % names.count]
            return EntryRecord(
                accountID: id,
                accountSequence: Int64(index + 1),
                journalID: JournalID(rawValue: UInt128(seed) << 64 | UInt128(index)),
                transferID: TransferID(rawValue: UInt128(seed) << 64 | UInt128(index)),
                amount: Money(minorUnits: amount, currency: currency),
                balanceAfterMinorUnits: balance,
                bookedAt: at,
                valueDate: ZoneOffset.india.date(of: at),
                code: 1,
                counterparty: name.0,
                reference: name.1
            )
        }
    }

    static func makeHolds() -> [HoldRecord] {
        [
            HoldRecord(
                transferID: TransferID(rawValue: 900),
                accountID: savings,
                amount: Money(minorUnits: 2_500_00, currency: .indianRupee),
                counterparty: "Hotel Meridian",
                reference: "Booking 5521",
                heldAt: now,
                expiresAt: now.adding(seconds: 6 * ZoneOffset.secondsPerDay),
                status: .pending
            )
        ]
    }

    static func makePayees() -> [PayeeRecord] {
        let names = ["Kaveri Grocers", "Lakshmi Iyer", hostileName, "Meera Nair"]
        return names.enumerated().map { index, name in
            PayeeRecord(
                accountID: AccountID(rawValue: 0x100 + UInt128(index)),
                name: name,
                number: "00998877\(1000 + index)",
                branchCode: "SAHY0000007",
                currency: .indianRupee,
                isRemoved: false
            )
        }
    }
}

extension SharedSecret {
    /// The contents, for the twin to compare; only a test may make a string of a secret.
    var text: String {
        withBytes { bytes in
            var copy: [UInt8] = []
            for index in bytes.indices { copy.append(bytes[index]) }
            return String(decoding: copy, as: UTF8.self)
        }
    }
}

extension AccountRecord {
    /// The same account of somebody else.
    func withHolder(_ holder: String) -> AccountRecord { changed(holder: holder) }

    /// The same account for somebody who may do less or more with it.
    func withAccess(_ access: Access) -> AccountRecord { changed(access: access) }

    /// The same account with leave to go below zero.
    func withOverdraft(_ minorUnits: Int64) -> AccountRecord { keeping(-minorUnits) }

    /// The same account, which has to keep so much.
    func keeping(_ minorUnits: Int64) -> AccountRecord {
        changed(minimumBalanceMinorUnits: minorUnits)
    }

    /// The same account under another name.
    func withProduct(_ product: String) -> AccountRecord { changed(product: product) }

    /// The same account after it was closed.
    var closed: AccountRecord { changed(isClosed: true) }

    /// The same account, of which the bank counts so many entries.
    func withEntryCount(_ count: Int64) -> AccountRecord { changed(accountSequence: count) }

    private func changed(
        holder: String? = nil,
        product: String? = nil,
        minimumBalanceMinorUnits: Int64? = nil,
        isClosed: Bool? = nil,
        access: Access? = nil,
        accountSequence: Int64? = nil
    ) -> AccountRecord {
        AccountRecord(
            accountID: accountID,
            number: number,
            branchCode: branchCode,
            holder: holder ?? self.holder,
            product: product ?? self.product,
            currency: currency,
            heldMinorUnits: heldMinorUnits,
            minimumBalanceMinorUnits: minimumBalanceMinorUnits ?? self.minimumBalanceMinorUnits,
            isClosed: isClosed ?? self.isClosed,
            access: access ?? self.access,
            accountSequence: accountSequence ?? self.accountSequence
        )
    }
}
