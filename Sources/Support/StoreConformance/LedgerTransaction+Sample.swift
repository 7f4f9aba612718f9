import CoreVocabulary
import LedgerCore
import IdentityCore
import LedgerService
import MoneyCore
import SyncCore

extension LedgerTransaction {
    /// Opens some accounts and adds some users, numbered from 1, and session 1 of user 1.
    ///
    /// Account 1 is the bank's cash, and the others are customers'.
    func prepare(accounts: Int = 0, users: Int = 0) throws {
        for number in 0..<accounts {
            try insert(Sample.account(number + 1, number == 0 ? .debit : .credit))
        }
        for number in 0..<users { try insert(Sample.user(number + 1)) }
        if users > 0 { try insert(Sample.session(1)) }
    }

    /// Books a transfer like the bank: the transfer, the debit and credit entries, and both
    /// accounts.
    func book(_ record: TransferRecord) throws {
        try insert(record)
        let group = try feedHead() + 1
        let transfer = record.transfer
        for (side, id) in [
            (Side.debit, transfer.debitAccountID), (Side.credit, transfer.creditAccountID),
        ] {
            guard let stored = try account(id) else {
                throw StoreCheckFailure("no account to book on", #fileID, #line)
            }
            let entry = stored.entry(of: record, on: side)
            let head = try stored.head.extended(by: entry)
            try insert(
                entry,
                side: side,
                chainHash: head.hash,
                feedSequence: try feedHead() + 1,
                groupSequence: group
            )
            try update(stored.moved(transfer.amount.minorUnits, on: side, to: head))
        }
    }

    /// Inserts a change for an account or a user, under the next feed sequence.
    func tell(_ change: FeedChange, to scope: FeedRow.Scope, backfillCount: Int64 = 0) throws {
        let row = Sample.row(try feedHead() + 1, change)
        try insert(row, scope: scope, backfillCount: backfillCount)
    }

    /// Writes a row into every table.
    func writeOneOfEach() throws {
        try prepare(accounts: 3, users: 2)
        try book(Sample.transfer(1))
        try book(Sample.transfer(2, 2, 3, 40))
        try insert(Sample.transfer(3, 2, 1, 10, kind: .pend(expiresAt: Sample.later(60))))
        try insert(Sample.hold(3))
        try insert(Sample.transfer(4, 2, 1, 10, kind: .pend(expiresAt: nil)))
        try insert(Sample.hold(4))
        try insert(Sample.resolution(4))
        try book(Sample.transfer(5, 3, 2, 40, kind: .reversal(of: 2)))
        try insert(refused: Sample.refusedJournal(6))
        try tell(.payee(Sample.payee(3, named: "Asha")), to: .user(1))
        try insert(Sample.payee(3, named: "Asha"), of: 1, feedSequence: feedHead())
        try tell(.decision(Sample.decision(9)), to: .user(2), backfillCount: 2)
        try insert(Sample.grant(1, 2, at: 5))
        try tell(.hold(Sample.hold(3)), to: .account(2))
        var state = AttemptRecord()
        _ = state.state.attempt(at: Sample.start)
        state.openTryCount = 1
        try update(state, under: .transfers(1))
        try insert(Sample.session(2, of: 2))
        _ = try endSession(2, for: .revoked, at: Sample.later(5))
        _ = try insertUsedStep(.init(number: 77), of: 1, at: Sample.start)
        try insert(Sample.intent(1))
        try insert(Sample.line(1), hash: Sample.digest(1))
        try insert(Sample.device(1, of: 1))
        try insert(Sample.stamp(1, at: 1))
        try insert(Sample.evidence(1))
        let limit = LimitKey(.requestsOfUser, of: 1)
        try update(LimitRecord(key: limit, fullAt: Sample.later(9)))
    }
}

extension StoredAccount {
    /// Returns the next entry of this account for one side of a transfer.
    func entry(of record: TransferRecord, on side: Side) -> EntryRecord {
        let amount = record.transfer.amount.minorUnits
        let signed = side == account.normalBalance ? amount : -amount
        return EntryRecord(
            accountID: account.id,
            accountSequence: account.version + 1,
            journalID: record.journalID,
            transferID: record.transfer.id,
            amount: Money(minorUnits: signed, currency: account.currency),
            balanceAfterMinorUnits: account.booked.minorUnits + signed,
            bookedAt: record.bookedAt,
            valueDate: record.transfer.valueDate,
            code: record.transfer.code,
            counterparty: side == .debit ? "shown to debtor" : "shown to creditor",
            reference: "REF",
            isMadeByStaff: record.makerID != nil
        )
    }

    /// Returns this account after an entry.
    func moved(_ amount: Int64, on side: Side, to head: ChainHead) throws -> StoredAccount {
        let old = account.counters
        let counters = AccountCounters(
            debitsPending: old.debitsPending,
            debitsPosted: old.debitsPosted + (side == .debit ? amount : 0),
            creditsPending: old.creditsPending,
            creditsPosted: old.creditsPosted + (side == .credit ? amount : 0)
        )
        return try changed(counters: counters, head: head)
    }

    /// Returns this account with other values of its mutable fields.
    func changed(
        counters: AccountCounters? = nil,
        head: ChainHead,
        limits: AccountLimits? = nil,
        isClosed: Bool = false,
        openedAt: Instant? = nil,
        profile newProfile: AccountProfile? = nil
    ) throws -> StoredAccount {
        let changed = Account(
            id: account.id,
            currency: account.currency,
            normalBalance: account.normalBalance,
            openedAt: openedAt ?? account.openedAt,
            limits: limits ?? account.limits,
            isClosed: isClosed,
            counters: counters ?? account.counters,
            version: head.accountSequence
        )
        guard let changed else { throw StoreCheckFailure("no such account", #fileID, #line) }
        return StoredAccount(account: changed, profile: newProfile ?? profile, head: head)
    }
}
