import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerCore
import LedgerService
import LedgerStoreMemory
import MoneyCore
import SyncCore

/// Changes that a planted bug makes to reads, in a database transaction and outside of one.
protocol TwistedBooks: ForwardedReading {
    var bug: PlantedBug { get }
    var world: World { get }
}

extension TwistedBooks {
    func account(_ id: AccountID) throws -> StoredAccount? { try reader.account(id).map(judged) }

    /// Returns the account that the bank judges in place of the true one.
    func judged(_ stored: StoredAccount) -> StoredAccount {
        switch bug {
        case .overdraftAllowed: stored.with(limits: .none)
        case .announcedClosed where world.judge.isClosing(stored.account.id):
            stored.with(announced: 0)
        default: stored
        }
    }

    func transfer(_ id: TransferID) throws -> TransferRecord? {
        try reader.transfer(id).map { made in
            switch bug {
            case .expiredHoldPosted: made.expiring(laterBySeconds: Self.graceSeconds)
            case .reversedTwice: made.unreversed
            default: made
            }
        }
    }

    func journal(_ id: JournalID) throws -> JournalRecord? {
        bug == .journalForgotten ? nil : try reader.journal(id)
    }

    func narrativeDigest(of id: JournalID) throws -> Digest256? {
        bug == .textsNotCompared ? nil : try reader.narrativeDigest(of: id)
    }

    func duePendings(at instant: Instant, limit: Int) throws -> [DuePending] {
        let delayNanoseconds: Int64
        switch bug {
        case .holdsNeverExpire: return []
        case .expiredHoldPosted: delayNanoseconds = Self.graceSeconds * Instant.nanosecondsPerSecond
        case .holdDueTooLate: delayNanoseconds = 1
        default: delayNanoseconds = 0
        }
        let judgedAt = instant.adding(nanoseconds: -delayNanoseconds)
        return try reader.duePendings(at: judgedAt, limit: limit)
    }

    func user(_ id: UserID) throws -> UserRecord? {
        try reader.user(id).map { user in
            switch bug {
            case .disabledAdmitted: user.with(isDisabled: false)
            case .readerPays where user.role == .support: user.with(role: .customer)
            default: user
            }
        }
    }

    func session(_ id: SessionID) throws -> SessionRecord? {
        let session = try reader.session(id)
        return bug == .sessionsNeverEnd ? session?.with(endedAt: nil, endedFor: nil) : session
    }

    func openSessions(of userID: UserID, at now: Instant) throws -> [SessionID] {
        let open = try reader.openSessions(of: userID, at: now)
        return bug == .sessionsNotListed ? Array(open.prefix(1)) : open
    }

    func hasSignedIn(_ userID: UserID, from placeBits: UInt128) throws -> Bool {
        try bug != .placesForgotten && reader.hasSignedIn(userID, from: placeBits)
    }

    func usedSteps(of userID: UserID, since step: TimeStep) throws -> UsedSteps {
        bug == .codeTwice ? UsedSteps() : try reader.usedSteps(of: userID, since: step)
    }

    func tries(under key: AttemptKey) throws -> AttemptRecord {
        bug == .nobodyWaits ? AttemptRecord() : try reader.tries(under: counted(key))
    }

    /// Returns the key under which failed attempts are counted.
    func counted(_ key: AttemptKey) -> AttemptKey {
        guard bug == .placesJoined, case .signIns(let nameBits, _) = key else { return key }
        return .signIns(nameBits: nameBits, placeBits: 0)
    }

    func limit(under key: LimitKey) throws -> Instant? {
        bug == .limitsForgotten ? nil : try reader.limit(under: key)
    }

    func usedAllowance(
        of userID: UserID,
        on day: BusinessDate,
        in currency: Currency
    ) throws -> Money {
        if bug == .dayLimitForgotten { return Money(minorUnits: 0, currency: currency) }
        let counted = bug == .dayByUTC ? ZoneOffset.utc.date(of: world.bank.clockTime) : day
        return try reader.usedAllowance(of: userID, on: counted, in: currency)
    }

    func payee(of userID: UserID, with accountID: AccountID) throws -> PayeeRecord? {
        let payee = try reader.payee(of: userID, with: accountID)
        return bug == .removedPayeePaid ? payee?.present : payee
    }

    func grant(of userID: UserID, for accountID: AccountID) throws -> AccessGrant? {
        let grant = try reader.grant(of: userID, for: accountID)
        let access: AccountRecord.Access?
        switch bug {
        case .viewerPays: access = grant?.access == nil ? nil : .operate
        case .customersRefused: access = grant?.access == .operate ? .view : grant?.access
        case .everythingGranted: access = grant?.access ?? .view
        default: return grant
        }
        guard let access else { return nil }
        let base = grant?.baseSequence ?? 1
        return AccessGrant(
            userID: userID,
            accountID: accountID,
            access: access,
            baseSequence: base,
            backfillCount: grant?.backfillCount ?? 0,
            feedSequence: grant?.feedSequence ?? base,
            grantedAt: grant?.grantedAt ?? .epoch
        )
    }

    func device(_ deviceID: DeviceID, of userID: UserID) throws -> DeviceRecord? {
        bug == .deviceForgotten ? nil : try reader.device(deviceID, of: userID)
    }

    /// Returns true if an instant is less than some milliseconds ago.
    func isNew(_ instant: Instant, withinMilliseconds limit: Int64 = 2_000) -> Bool {
        world.time.trueTime.nanoseconds(since: instant) < limit * 1_000_000
    }

    /// Time after its expiry in which the bug lets a hold be posted, in seconds.
    private static var graceSeconds: Int64 { 20 }
}

extension TransferRecord {
    /// Returns the transfer with the expiry of its hold moved into the future.
    fileprivate func expiring(laterBySeconds seconds: Int64) -> TransferRecord {
        guard case .pend(let expiresAt?) = transfer.kind else { return self }
        return TransferRecord(
            transfer: Transfer(
                id: transfer.id,
                debitAccountID: transfer.debitAccountID,
                creditAccountID: transfer.creditAccountID,
                amount: transfer.amount,
                kind: .pend(expiresAt: expiresAt.adding(seconds: seconds)),
                code: transfer.code,
                endToEndID: transfer.endToEndID,
                valueDate: transfer.valueDate,
                eventAt: transfer.eventAt
            ),
            journalID: journalID,
            journalIndex: journalIndex,
            bookedAt: bookedAt,
            resolution: resolution,
            reversedBy: reversedBy
        )
    }

    /// The transfer without its reversal.
    ///
    /// The resolution of a hold stays, because a bank that resolves a hold twice stops at once.
    fileprivate var unreversed: TransferRecord {
        TransferRecord(
            transfer: transfer,
            journalID: journalID,
            journalIndex: journalIndex,
            bookedAt: bookedAt,
            resolution: resolution
        )
    }
}

extension PayeeRecord {
    /// The payee as if it had never been removed.
    fileprivate var present: PayeeRecord {
        PayeeRecord(
            accountID: accountID,
            name: name,
            number: number,
            branchCode: branchCode,
            currency: currency,
            isRemoved: false
        )
    }
}
