import BankTestKit
import CoreVocabulary
import Cryptography
import LedgerCore
import LedgerService
import LedgerStoreMemory
import MoneyCore

/// The true bank over books in memory: three accounts, of which the first is the bank's cash.
struct SmallBank {
    let disk: MemoryDisk
    let store: LedgerStoreMemory
    let bank: Bank
    let clock: TestClock

    /// Makes the bank and its accounts.
    static func open(policy: any SyncPolicy = SyncEachCommit()) async throws -> SmallBank {
        let disk = MemoryDisk(epoch: 11)
        let made = try SmallBank(disk: disk, policy: policy)
        for number in 1...3 {
            try await made.bank.openAccount(
                NewAccount(
                    opening: AccountOpening(
                        id: AccountID(rawValue: UInt128(number)),
                        currency: .indianRupee,
                        normalBalance: number == 1 ? .debit : .credit
                    ),
                    profile: AccountProfile(
                        number: "\(number)",
                        branchCode: "SHYD0000101",
                        holder: "Holder \(number)",
                        product: "Savings"
                    )
                )
            )
        }
        return made
    }

    /// Opens the books of a disk.
    init(disk: MemoryDisk, policy: any SyncPolicy = SyncEachCommit()) throws {
        self.disk = disk
        store = try LedgerStoreMemory(disk: disk, policy: policy)
        clock = TestClock(TestBank.start)
        bank = Bank(
            store: store,
            masterKey: try MasterKey(TestBank.secret([UInt8](repeating: 9, count: 32))),
            clock: clock,
            random: SeededRandom(seed: 1),
            log: KeptLog(),
            configuration: .forTests
        )
    }

    /// Posts a transfer with a number from the cash to account 2.
    func post(
        _ number: Int,
        _ minorUnits: Int64 = 100,
        kind: TransferKind = .direct
    ) async throws {
        let transfer = Transfer(
            id: TransferID(rawValue: UInt128(number)),
            debitAccountID: AccountID(rawValue: 1),
            creditAccountID: AccountID(rawValue: 2),
            amount: Money(minorUnits: minorUnits, currency: .indianRupee),
            kind: kind,
            code: 1,
            valueDate: ZoneOffset.india.date(of: clock.now()),
            eventAt: clock.now()
        )
        let journal = Journal(id: JournalID(rawValue: UInt128(number)), transfers: [transfer])
        let narrative = Narrative(
            shownToDebtor: "to 2",
            shownToCreditor: "from 1",
            reference: "REF"
        )
        _ = try await bank.post([Posting(journal: journal, narratives: [narrative])])
    }

    /// The numbers of the transfers that a reader finds, of those up to one.
    func posted(upTo number: Int = 9) async throws -> [Int] {
        try await store.read { books in
            try (1...number).filter {
                try books.transfer(TransferID(rawValue: UInt128($0))) != nil
            }
        }
    }
}
