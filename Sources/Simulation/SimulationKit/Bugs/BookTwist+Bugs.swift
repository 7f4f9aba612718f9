import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService
import SyncCore

/// The mistakes that are planted in the books.
extension BookTwist {
    /// Forgets a key some milliseconds after it was decided.
    static func forgetsKeys(after milliseconds: Int64, _ world: World) -> BookTwist {
        var twist = BookTwist()
        twist.remembers = { intent in
            let age =
                world.time.trueTime.nanosecondsSinceEpoch
                - intent.decision.decidedAt.nanosecondsSinceEpoch
            return age < milliseconds * 1_000_000
        }
        return twist
    }

    /// Leaves every fifth row out while it is new, as a reader does that overtakes a writer.
    static func skipsRows(_ world: World) -> BookTwist {
        var twist = BookTwist()
        twist.shows = { row in row.feedSequence % 5 != 0 || !isNew(row, world) }
        return twist
    }

    /// Lets the feed end before its last entry while that is new.
    static func endsAnywhere(_ world: World) -> BookTwist {
        var twist = BookTwist()
        twist.head = { reader in
            let head = try reader.feedHead()
            let latest = try reader.latestBookedAt()
            return isNew(latest, world) && head > 1 ? head - 1 - head % 3 : head
        }
        return twist
    }

    /// Forgets something that was written.
    static func forgets(_ memory: Memory) -> BookTwist {
        var twist = BookTwist()
        twist.forgets = [memory]
        return twist
    }

    /// Does not write something.
    static func drops(_ writing: Writing) -> BookTwist {
        var twist = BookTwist()
        twist.drops = { $0 == writing }
        return twist
    }

    /// A job that fails leaves behind what it wrote.
    static var keepsFailedJobs: BookTwist {
        var twist = BookTwist()
        twist.keepsFailedJobs = true
        return twist
    }

    /// The audit log names nobody.
    static var hidesActors: BookTwist {
        var twist = BookTwist()
        twist.hidesActors = true
        return twist
    }

    /// Transfers do not say which member of staff made them.
    static var hidesMakers: BookTwist {
        var twist = BookTwist()
        twist.hidesMakers = true
        return twist
    }

    /// Failed sign-ins are counted by name alone.
    static var joinsPlaces: BookTwist {
        var twist = BookTwist()
        twist.joinsPlaces = true
        return twist
    }

    /// Judges accounts as if they had no limits.
    static var overdraft: BookTwist {
        var twist = BookTwist()
        twist.account = { $0.with(limits: .none) }
        return twist
    }

    /// Forgets what is announced to an account that is being closed.
    static func closesAnnounced(_ world: World) -> BookTwist {
        var twist = BookTwist()
        twist.account = { stored in
            world.judge.isClosing(stored.account.id) ? stored.with(announced: 0) : stored
        }
        return twist
    }

    /// Names the last of several journals in the audit log.
    static var namesLastJournals: BookTwist {
        var twist = BookTwist()
        twist.namesLastJournal = true
        return twist
    }

    /// Lets holds be posted for some seconds after their end.
    static var lateHolds: BookTwist {
        var twist = transfers(lateHold)
        twist.expiryDelayNanoseconds = graceSeconds * Instant.nanosecondsPerSecond
        return twist
    }

    /// Finds holds due only after the instant of their end.
    static var holdsDueLate: BookTwist {
        var twist = BookTwist()
        twist.expiryDelayNanoseconds = 1
        return twist
    }

    /// Looks up what was moved today under the day of UTC.
    static func daysOfUTC(_ world: World) -> BookTwist {
        var twist = BookTwist()
        twist.allowanceDay = { _ in ZoneOffset.utc.date(of: world.bank.clockTime) }
        return twist
    }

    /// Ends the newest session where there are too many.
    static var newestDisplaced: BookTwist {
        var twist = BookTwist()
        twist.displacesNewest = true
        return twist
    }

    /// Shows transfers as something else than they are.
    static func transfers(_ lens: @escaping Lens<TransferRecord>) -> BookTwist {
        var twist = BookTwist()
        twist.transfer = lens
        return twist
    }

    /// How long after its end a hold can still be posted where that is the mistake, in seconds.
    static let graceSeconds: Int64 = 20

    /// A hold that ends later than it says.
    static let lateHold: Lens<TransferRecord> = { record in
        guard case .pend(let expiresAt?) = record.transfer.kind else { return record }
        let first = record.transfer
        return TransferRecord(
            transfer: Transfer(
                id: first.id,
                debitAccountID: first.debitAccountID,
                creditAccountID: first.creditAccountID,
                amount: first.amount,
                kind: .pend(expiresAt: expiresAt.adding(seconds: graceSeconds)),
                code: first.code,
                endToEndID: first.endToEndID,
                valueDate: first.valueDate,
                eventAt: first.eventAt
            ),
            journalID: record.journalID,
            journalIndex: record.journalIndex,
            bookedAt: record.bookedAt,
            resolution: record.resolution,
            reversedBy: record.reversedBy
        )
    }

    /// A transfer that nobody has reversed yet; a hold that has ended stays so, since a bank that ends
    /// one twice stops at once.
    static let unreversedTransfer: Lens<TransferRecord> = { record in
        TransferRecord(
            transfer: record.transfer,
            journalID: record.journalID,
            journalIndex: record.journalIndex,
            bookedAt: record.bookedAt,
            resolution: record.resolution
        )
    }

    /// Sessions that live for ever.
    static var endlessSessions: BookTwist {
        var twist = BookTwist()
        twist.session = { session in
            SessionRecord(
                id: session.id,
                userID: session.userID,
                tokenHash: session.tokenHash,
                sealedAuthorisationKey: session.sealedAuthorisationKey,
                openedAt: session.openedAt,
                endsAt: session.endsAt,
                endedAt: nil,
                endedFor: nil,
                terminal: session.terminal
            )
        }
        return twist
    }

    /// Nobody is ever disabled.
    static var everybodyIn: BookTwist {
        var twist = BookTwist()
        twist.user = { $0.with(role: $0.role, isDisabled: false) }
        return twist
    }

    /// Whoever is staff or looks only is taken for a customer.
    static var everybodyCustomer: BookTwist {
        var twist = BookTwist()
        twist.user = { user in
            user.role == .support ? user.with(role: .customer, isDisabled: user.isDisabled) : user
        }
        return twist
    }

    /// Payees that were removed are paid all the same.
    static var removedPayees: BookTwist {
        var twist = BookTwist()
        twist.payee = { payee in
            PayeeRecord(
                accountID: payee.accountID,
                name: payee.name,
                number: payee.number,
                branchCode: payee.branchCode,
                currency: payee.currency,
                isRemoved: false
            )
        }
        return twist
    }

    /// Gives a user another access than they have.
    static func grants(
        _ access: @escaping @Sendable (AccountRecord.Access?) -> AccountRecord.Access?
    ) -> BookTwist {
        var twist = BookTwist()
        twist.grant = { grant, user, account in
            let base = grant?.baseSequence ?? 1
            return access(grant?.access).map {
                AccessGrant(
                    userID: user,
                    accountID: account,
                    access: $0,
                    baseSequence: base,
                    backfillCount: grant?.backfillCount ?? 0,
                    feedSequence: grant?.feedSequence ?? base,
                    grantedAt: grant?.grantedAt ?? .epoch
                )
            }
        }
        return twist
    }

    private static func isNew(_ row: FeedRow, _ world: World) -> Bool {
        guard case .entry(let entry) = row.change else { return false }
        return isNew(entry.bookedAt, world)
    }

    private static func isNew(_ instant: Instant, _ world: World) -> Bool {
        world.time.trueTime.nanosecondsSinceEpoch - instant.nanosecondsSinceEpoch < 2_000_000_000
    }
}

extension UserRecord {
    /// The user with another role, or let in again.
    fileprivate func with(role: Role, isDisabled: Bool) -> UserRecord {
        UserRecord(
            id: id,
            name: name,
            displayName: displayName,
            role: role,
            password: password,
            totp: totp,
            sealedTOTPSecret: sealedTOTPSecret,
            sealedStorageKey: sealedStorageKey,
            addedAt: addedAt,
            isDisabled: isDisabled
        )
    }
}
