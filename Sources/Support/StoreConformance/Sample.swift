package import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

/// Sample rows that checks write, distinguished by numbers.
enum Sample {
    static let start = Instant(secondsSinceEpoch: 1_795_156_200)
    static let password = PasswordRecord.decoy(parameters: .weakForTests)
    static let changedPassword = PasswordRecord(
        hashing: Array("another password".utf8).span,
        salt: (1...16).map { UInt8($0) },
        parameters: .weakForTests
    )

    static func later(_ seconds: Int64) -> Instant { start.adding(seconds: seconds) }

    static func digest(_ number: Int) -> Digest256 { Digest256(hashing: Array("\(number)".utf8)) }

    static func id<Subject>(_ number: Int) -> Identifier<Subject> {
        Identifier(rawValue: UInt128(number))
    }

    static func account(
        _ number: Int,
        _ side: Side = .credit,
        currency: Currency = .indianRupee,
        named text: String? = nil
    ) throws -> StoredAccount {
        let account = Account(
            id: id(number),
            currency: currency,
            normalBalance: side,
            openedAt: later(Int64(number)),
            limits: AccountLimits(
                debitsMustNotExceedCredits: number == 2,
                minimumBalance: number == 2 ? -500 : nil
            )
        )
        guard let account else { throw StoreCheckFailure("no sample account", #fileID, #line) }
        return StoredAccount(
            account: account,
            profile: AccountProfile(
                number: text ?? "5010\(number)",
                branchCode: "SHYD0000101",
                holder: "Holder \(number)",
                product: "Savings"
            ),
            head: .genesis(of: account.id)
        )
    }

    static func user(_ number: Int, named name: String? = nil, role: Role = .customer) -> UserRecord
    {
        UserRecord(
            id: id(number),
            name: name ?? "user\(number)",
            displayName: "User \(number)",
            role: role,
            password: password,
            totp: .standard,
            sealedTOTPSecret: [1, UInt8(truncatingIfNeeded: number)],
            sealedStorageKey: [4, UInt8(truncatingIfNeeded: number)],
            addedAt: start
        )
    }

    static func session(
        _ number: Int,
        of user: Int = 1,
        token: Int? = nil,
        openedAt: Instant = start,
        terminal: String? = nil
    ) -> SessionRecord {
        SessionRecord(
            id: id(number),
            userID: id(user),
            tokenHash: digest(token ?? number),
            sealedAuthorisationKey: [3, UInt8(truncatingIfNeeded: number)],
            openedAt: openedAt,
            endsAt: openedAt.adding(seconds: 36_000),
            endedAt: nil,
            terminal: terminal
        )
    }

    static func transfer(
        _ number: Int,
        _ debit: Int = 1,
        _ credit: Int = 2,
        _ minorUnits: Int64 = 100,
        kind: TransferKind = .direct,
        code: UInt16 = 1,
        endToEndID: EndToEndID? = nil,
        journal: Int? = nil,
        index: Int = 0,
        bookedAt: Instant? = nil
    ) throws -> TransferRecord {
        guard let date = BusinessDate(year: 2026, month: 11, day: 20) else {
            throw StoreCheckFailure("no sample date", #fileID, #line)
        }
        return TransferRecord(
            transfer: Transfer(
                id: id(number),
                debitAccountID: id(debit),
                creditAccountID: id(credit),
                amount: Money(minorUnits: minorUnits, currency: .indianRupee),
                kind: kind,
                code: code,
                endToEndID: endToEndID,
                valueDate: date,
                eventAt: later(-9)
            ),
            journalID: id(journal ?? number),
            journalIndex: index,
            bookedAt: bookedAt ?? later(Int64(number))
        )
    }

    static func hold(_ transfer: Int, of account: Int = 2) -> HoldRecord {
        HoldRecord(
            transferID: id(transfer),
            accountID: id(account),
            amount: Money(minorUnits: 100, currency: .indianRupee),
            counterparty: "Payee",
            reference: "REF \(transfer)",
            heldAt: start,
            expiresAt: nil,
            status: .pending
        )
    }

    static func resolution(
        _ pending: Int,
        by transfer: Int? = nil,
        _ status: PendingStatus = .expired,
        at seconds: Int64 = 1_000
    ) throws -> PendingResolution {
        let resolution = PendingResolution(
            pendingID: id(pending),
            status: status,
            resolvedBy: transfer.map(id),
            resolvedAt: later(seconds)
        )
        guard let resolution else {
            throw StoreCheckFailure("no sample resolution", #fileID, #line)
        }
        return resolution
    }

    static func grant(
        _ user: Int,
        _ account: Int,
        _ access: AccountRecord.Access? = .operate,
        at sequence: Int64,
        backfillCount: Int64 = 0
    ) -> AccessGrant {
        AccessGrant(
            userID: id(user),
            accountID: id(account),
            access: access,
            baseSequence: sequence,
            backfillCount: backfillCount,
            feedSequence: sequence,
            grantedAt: later(sequence)
        )
    }

    static func payee(_ account: Int, named name: String, isRemoved: Bool = false) -> PayeeRecord {
        PayeeRecord(
            accountID: id(account),
            name: name,
            number: "5010\(account)",
            branchCode: "SHYD0000101",
            currency: .indianRupee,
            isRemoved: isRemoved
        )
    }

    static func intent(
        _ number: Int,
        user: Int = 1,
        session: Int = 1,
        _ outcome: IntentDecision.Outcome = .refused(code: 7)
    ) -> IntentRecord {
        IntentRecord(
            userID: id(user),
            sessionID: id(session),
            reviewed: Array("reviewed \(number)".utf8),
            decision: decision(number, outcome)
        )
    }

    static func decision(
        _ number: Int,
        _ outcome: IntentDecision.Outcome = .refused(code: 7)
    ) -> IntentDecision {
        IntentDecision(key: id(number), outcome: outcome, decidedAt: later(Int64(number)))
    }

    static func line(_ number: Int64, count: Int64 = 1, isBare: Bool = false) -> AuditRow {
        AuditRow(
            number: number,
            at: later(number),
            actor: isBare ? nil : 1,
            action: .intentDecided,
            objectBits: isBare ? nil : UInt128(number) << 90,
            result: .done,
            count: count,
            detail: isBare ? nil : digest(Int(number)),
            concernedID: isBare ? nil : 2,
            note: isBare ? nil : .access(.view)
        )
    }

    /// Returns a refused journal without transfers.
    static func refusedJournal(_ number: Int, decidedAt: Instant = start) -> JournalRecord {
        JournalRecord(
            journal: Journal(id: id(number), transfers: []),
            decision: Decision(refusal: Refusal(.journalIsEmpty), decidedAt: decidedAt)
        )
    }

    static func sealed(
        _ purpose: MasterKey.Purpose,
        of owner: UInt128,
        _ bytes: [UInt8]
    ) -> SealedValue {
        SealedValue(purpose: purpose, ownerBits: owner, sealed: bytes)
    }

    static func row(_ sequence: Int64, group: Int64? = nil, _ change: FeedChange) -> FeedRow {
        FeedRow(feedSequence: sequence, groupSequence: group ?? sequence, change: change)
    }
}

/// The identifiers of samples, which are written as the numbers of their rows.
extension Identifier: ExpressibleByIntegerLiteral {
    /// Creates the identifier of the sample with a number.
    package init(integerLiteral number: UInt64) {
        self.init(rawValue: UInt128(number))
    }
}
