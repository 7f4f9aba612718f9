// Goal: each invariant is broken by books that are wrong in that one thing.
// Method: right books, of which one loaded row is forged.
import CoreVocabulary
import LedgerCore
import MoneyCore
import Testing

@Suite("Invariants")
struct InvariantTests {
    private static let first = Sample.accountID(1)
    private static let second = Sample.accountID(2)

    /// The account that paid.
    private func payer(debits: Int64) throws -> Account {
        let debited = try #require(
            AccountCounters(
                debitsPending: 0,
                debitsPosted: debits,
                creditsPending: 0,
                creditsPosted: 0
            )
        )
        return try #require(
            Account(
                id: Self.second,
                currency: .indianRupee,
                normalBalance: .debit,
                openedAt: .epoch,
                counters: debited,
                version: 1
            )
        )
    }

    /// Loads two accounts and one booked transfer of 100, each as a test would have it.
    private func books(
        credits: Int64 = 100,
        debits: Int64 = 100,
        pendingCredits: Int64 = 0,
        version: Int64 = 1,
        limits: AccountLimits = .none,
        isClosed: Bool = false,
        kind: TransferKind = .direct,
        resolution: PendingResolution? = nil,
        reversedBy: TransferID? = nil,
        journalIsKnown: Bool = true
    ) throws -> [LedgerViolation] {
        var state = LedgerState()
        let credited = try #require(
            AccountCounters(
                debitsPending: 0,
                debitsPosted: 0,
                creditsPending: pendingCredits,
                creditsPosted: credits
            )
        )
        state.load(
            try #require(
                Account(
                    id: Self.first,
                    currency: .indianRupee,
                    normalBalance: .credit,
                    openedAt: .epoch,
                    limits: limits,
                    isClosed: isClosed,
                    counters: credited,
                    version: version
                )
            )
        )
        state.load(try payer(debits: debits))
        let transfer = Sample.transfer(1, from: 2, to: 1, 100, kind)
        state.load(
            TransferRecord(
                transfer: transfer,
                journalID: Sample.journalID(1),
                journalIndex: 0,
                bookedAt: .epoch,
                resolution: resolution,
                reversedBy: reversedBy
            )
        )
        if journalIsKnown {
            state.load(
                JournalRecord(
                    journal: Journal(id: Sample.journalID(1), transfers: [transfer]),
                    decision: Decision(decidedAt: .epoch)
                )
            )
        }
        return state.checkInvariants()
    }

    @Test("right books have no violation")
    func rightBooks() throws {
        #expect(try books() == [])
    }

    @Test("posted counters that no transfer explains are found, and the imbalance too")
    func postedCounters() throws {
        #expect(
            try books(credits: 101) == [
                .postedIsUnbalanced(.indianRupee), .postedDiffersFromTransfers(Self.first),
            ]
        )
        #expect(
            try books(credits: 101, debits: 101) == [
                .postedDiffersFromTransfers(Self.first), .postedDiffersFromTransfers(Self.second),
            ]
        )
    }

    @Test("pending counters that no open transfer explains are found")
    func pendingCounters() throws {
        #expect(
            try books(pendingCredits: 1) == [
                .pendingIsUnbalanced(.indianRupee), .pendingDiffersFromTransfers(Self.first),
            ]
        )
    }

    @Test("a version that leaves a gap is found")
    func version() throws {
        #expect(try books(version: 2) == [.versionDiffersFromTransfers(Self.first)])
        #expect(try books(version: 0) == [.versionDiffersFromTransfers(Self.first)])
    }

    @Test("a balance outside its limits is found")
    func limits() throws {
        let limits = AccountLimits(maximumBalance: 99)
        #expect(try books(limits: limits) == [.limitIsBroken(Self.first)])
    }

    @Test("a closed account with a balance is found")
    func closed() throws {
        #expect(try books(isClosed: true) == [.closedAccountIsNotEmpty(Self.first)])
    }

    @Test("a mark on a transfer that cannot have it is found")
    func marks() throws {
        let expired = PendingResolution(
            pendingID: Sample.transferID(1),
            status: .expired,
            resolvedBy: nil,
            resolvedAt: .epoch
        )
        let wrong = LedgerViolation.marksDoNotFit(Sample.transferID(1))
        #expect(try books(resolution: expired) == [wrong])
        #expect(try books(reversedBy: Sample.transferID(2)) == [wrong])
    }

    @Test("a reversal that the reversed transfer does not know of is found")
    func missingMark() {
        let reversed = Sample.transferID(1)
        var state = LedgerState()
        for command in [
            Sample.opening(1), Sample.opening(2),
            Sample.journal(1, Sample.transfer(1, from: 1, to: 2, 5)),
            Sample.journal(2, Sample.transfer(2, from: 2, to: 1, 5, .reversal(of: reversed))),
        ] { _ = state.apply(command, at: .epoch) }
        #expect(state.checkInvariants() == [])
        var forged = LedgerState()
        for id in [1, 2] { state.account(Sample.accountID(id)).map { _ = forged.load($0) } }
        for id in [1, 2] { state.journal(Sample.journalID(id)).map { _ = forged.load($0) } }
        if let record = state.transfer(reversed) {
            let unmarked = TransferRecord(
                transfer: record.transfer,
                journalID: record.journalID,
                journalIndex: record.journalIndex,
                bookedAt: record.bookedAt
            )
            forged.load(unmarked)
        }
        state.transfer(Sample.transferID(2)).map { _ = forged.load($0) }
        #expect(forged.checkInvariants() == [.marksDoNotFit(Sample.transferID(2))])
    }

    @Test("a transfer without its journal is found")
    func journal() throws {
        #expect(
            try books(journalIsKnown: false) == [.journalDoesNotFit(Sample.transferID(1))]
        )
    }

    @Test("a transfer without its account is found")
    func missingAccount() {
        var state = LedgerState()
        let transfer = Sample.transfer(1, from: 2, to: 1, 100)
        state.load(
            TransferRecord(
                transfer: transfer,
                journalID: Sample.journalID(1),
                journalIndex: 0,
                bookedAt: .epoch
            )
        )
        #expect(state.checkInvariants().contains(.accountIsMissing(transfer.id)))
    }

    @Test("entries that do not follow one another are found", arguments: 0..<5)
    func entries(fault: Int) {
        func entry(_ sequence: Int64, _ balance: Int64, account: Int = 1, at: Int64 = 5) -> Entry {
            Entry(
                accountID: Sample.accountID(account),
                accountSequence: sequence,
                transferID: Sample.transferID(1),
                journalID: Sample.journalID(1),
                side: .credit,
                amount: Sample.rupees(10),
                balanceAfter: Sample.rupees(balance),
                bookedAt: Sample.instant(at),
                valueDate: Sample.date
            )
        }
        var follower = EntryFollower(
            accountID: Self.first,
            normalBalance: .credit,
            balance: Sample.rupees(0)
        )
        let first = follower.take(entry(1, 10))
        #expect(first == nil)
        let (wrong, expected): (Entry, EntryFollower.Fault) =
            switch fault {
            case 0: (entry(3, 20), .gap)
            case 1: (entry(1, 20), .gap)
            case 2: (entry(2, 21), .wrongBalance)
            case 3: (entry(2, 20, account: 2), .wrongAccount)
            default: (entry(2, 20, at: 4), .bookedTooEarly)
            }
        let found = follower.take(wrong)
        #expect(found == expected)
        let right = follower.take(entry(2, 20))
        #expect(right == nil)
        #expect(follower.balance == Sample.rupees(20))
    }
}
