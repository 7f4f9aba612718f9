import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService
import SyncCore

/// Factories for the bugs that are planted in the bank's books.
extension BookTwist {
    /// Forgets a key once the given number of milliseconds has passed since its decision.
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

    /// Hides every fifth row of the feed while it is new, like a reader that overtakes a writer.
    static func skipsRows(_ world: World) -> BookTwist {
        var twist = BookTwist()
        twist.shows = { row in row.feedSequence % 5 != 0 || !isNew(row, world) }
        return twist
    }

    /// Reports a feed head before the true one while the latest booking is new.
    static func endsAnywhere(_ world: World) -> BookTwist {
        var twist = BookTwist()
        twist.head = { reader in
            let head = try reader.feedHead()
            let latest = try reader.latestBookedAt()
            return isNew(latest, world) && head > 1 ? head - 1 - head % 3 : head
        }
        return twist
    }

    /// Hides one kind of data that was written to the books.
    static func forgets(_ memory: Memory) -> BookTwist {
        var twist = BookTwist()
        twist.forgets = [memory]
        return twist
    }

    /// Drops one kind of write.
    static func drops(_ writing: Writing) -> BookTwist {
        var twist = BookTwist()
        twist.drops = { $0 == writing }
        return twist
    }

    /// Commits the writes of a failed job.
    static var keepsFailedJobs: BookTwist {
        var twist = BookTwist()
        twist.keepsFailedJobs = true
        return twist
    }

    /// Leaves the actor out of every audit row.
    static var hidesActors: BookTwist {
        var twist = BookTwist()
        twist.hidesActors = true
        return twist
    }

    /// Leaves the staff maker out of every transfer.
    static var hidesMakers: BookTwist {
        var twist = BookTwist()
        twist.hidesMakers = true
        return twist
    }

    /// Counts failed sign-ins by name alone.
    static var joinsPlaces: BookTwist {
        var twist = BookTwist()
        twist.joinsPlaces = true
        return twist
    }

    /// Reads accounts as if they had no limits.
    static var overdraft: BookTwist {
        var twist = BookTwist()
        twist.account = { $0.with(limits: .none) }
        return twist
    }

    /// Reads an account that is being closed as if no credits were pending.
    static func closesAnnounced(_ world: World) -> BookTwist {
        var twist = BookTwist()
        twist.account = { stored in
            world.judge.isClosing(stored.account.id) ? stored.with(announced: 0) : stored
        }
        return twist
    }

    /// Names the last of several journals in the audit row, not the first.
    static var namesLastJournals: BookTwist {
        var twist = BookTwist()
        twist.namesLastJournal = true
        return twist
    }

    /// Lets holds be posted for ``graceSeconds`` after their expiry.
    static var lateHolds: BookTwist {
        var twist = transfers(lateHold)
        twist.expiryDelayNanoseconds = graceSeconds * Instant.nanosecondsPerSecond
        return twist
    }

    /// Finds a hold due one nanosecond after its expiry at the earliest.
    static var holdsDueLate: BookTwist {
        var twist = BookTwist()
        twist.expiryDelayNanoseconds = 1
        return twist
    }

    /// Looks up the day's allowance under the UTC date.
    static func daysOfUTC(_ world: World) -> BookTwist {
        var twist = BookTwist()
        twist.allowanceDay = { _ in ZoneOffset.utc.date(of: world.bank.clockTime) }
        return twist
    }

    /// Ends the newest session where a user has too many.
    static var newestDisplaced: BookTwist {
        var twist = BookTwist()
        twist.displacesNewest = true
        return twist
    }

    /// Reads transfers through a lens.
    static func transfers(_ lens: @escaping Lens<TransferRecord>) -> BookTwist {
        var twist = BookTwist()
        twist.transfer = lens
        return twist
    }

    /// Time after its expiry in which the bug lets a hold be posted, in seconds.
    static let graceSeconds: Int64 = 20

    /// Moves the expiry of a hold ``graceSeconds`` into the future.
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

    /// Hides the reversal of a transfer.
    ///
    /// The resolution of a hold stays, because a bank that resolves a hold twice stops at once.
    static let unreversedTransfer: Lens<TransferRecord> = { record in
        TransferRecord(
            transfer: record.transfer,
            journalID: record.journalID,
            journalIndex: record.journalIndex,
            bookedAt: record.bookedAt,
            resolution: record.resolution
        )
    }

    /// Reads every session as never ended.
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

    /// Reads every user as enabled.
    static var everybodyIn: BookTwist {
        var twist = BookTwist()
        twist.user = { $0.with(role: $0.role, isDisabled: false) }
        return twist
    }

    /// Reads support staff as customers.
    static var everybodyCustomer: BookTwist {
        var twist = BookTwist()
        twist.user = { user in
            user.role == .support ? user.with(role: .customer, isDisabled: user.isDisabled) : user
        }
        return twist
    }

    /// Reads removed payees as still present.
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

    /// Reads the access in a grant as another one.
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
    /// Returns the user with another role and disabled state.
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
