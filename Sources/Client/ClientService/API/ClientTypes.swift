package import CoreVocabulary
package import IdentityCore
package import MoneyCore
package import SyncCore

/// Event of the client; the listener then reads the figures again.
package enum ClientEvent: Sendable, Equatable {
    /// Accounts, entries, holds or payees changed.
    case recordsChanged
    /// The link, the freshness or the progress of synchronisation changed.
    case statusChanged(SyncStatus)
    /// A transfer in the outbox, or a decision in the inbox, changed.
    case outboxChanged
    /// The session ended without a request of this console.
    ///
    /// A preceding status with a notice gives the reason; without one, the bank ended the session.
    case signedOut
}

/// State of the link to the bank and of the local record.
package struct SyncStatus: Hashable, Sendable {
    /// State of the link.
    package enum Link: Hashable, Sendable {
        /// The bank answers requests.
        case up
        /// The bank does not answer, or sends no news, since the last contact; nil if there was
        /// none.
        case down(lastContact: Instant?)
    }

    /// State of the link to the bank.
    package var link: Link
    /// Freshness of the balances now.
    package var freshness: Freshness
    /// Number of transfers in the outbox that the bank has not decided.
    package var queuedCount: Int
    /// Number of queued transfers that need another code before they are sent.
    package var needsCodeCount = 0
    /// Number of decisions that the user has not acknowledged.
    package var unseenDecisionCount: Int
    /// Progress while the local record catches up; nil when it has.
    package var catchingUp: CatchingUp?
    /// Cause of the latest link failure; nil while the link is up.
    package var cause: LinkCause?
    /// Condition to show to the user in words; nil if there is none.
    package var notice: StatusNotice?
    /// True if the bank answers again while nobody is signed in to it.
    ///
    /// That is beside the offline copy, or after a failed sign-in.
    package var isBankReachable = false
    /// True if a whole record was fetched at some time.
    ///
    /// Until then nothing in the record has a time, and an empty list does not mean that nothing
    /// exists.
    package var hasRecord = true
    /// Time zone in which the bank counts its days, as last received; nil if it never was.
    package var zone: ZoneOffset?
    /// End of the last session here that the bank has not confirmed.
    ///
    /// Nil if there is none, and while a user is signed in.
    package var untoldEnd: UntoldEnd?

    /// Progress of a synchronisation, in changes.
    package struct CatchingUp: Hashable, Sendable {
        /// Number of changes applied.
        package var done: Int64
        /// Total number of changes.
        package var total: Int64
    }
}

/// End of a session that is over on this console, unconfirmed by the bank, where it may be open.
package struct UntoldEnd: Hashable, Sendable {
    /// Latest time at which the bank ends the session itself, by the bank's clock.
    package var endsAt: Instant
    /// The same moment by this machine's monotonic clock, ``ClientClock/boottime()``.
    package var overAt: Instant
    /// True if the bank will be asked to end it when its user signs in here again.
    package var isNoted: Bool
    /// Time zone in which the bank counts its days, as last received; nil if it never was.
    package var zone: ZoneOffset?
}

/// Condition of the record or its end that the console shows in words; there is a sentence for
/// each.
package enum StatusNotice: Hashable, Sendable, CaseIterable {
    /// The bank's books began a new epoch; the whole record is being compared with them.
    case booksReplaced
    /// The bank's books began a new epoch and the record agrees with them.
    ///
    /// The user has not yet read which entries the books lack.
    case booksRestored
    /// The bank said that its books lack entries found here, within the same epoch.
    ///
    /// The books may have lost them, or never have had them. The user has not yet read which they
    /// are.
    case booksLackEntries
    /// The bank lost a part of its books that this console has seen.
    ///
    /// Nothing here can be relied on until the bank has repaired its books.
    case rolledBack
    /// The bank no longer serves this release of the console.
    case upgradeNeeded
    /// The record was opened without the bank: it can be read, but nothing can be sent.
    case openedOffline
    /// The bank ordered this console to destroy its data about the user.
    case wiped
    /// The lease ended, and the record was sealed.
    case leaseEnded
    /// The last write to the outbox on this machine failed.
    case outboxUnwritable
    /// A transfer in the outbox on this machine can no longer be read.
    case outboxDamaged
}

/// The signed-in user, as described by the bank.
package struct SignedInUser: Hashable, Sendable {
    /// Identifier of the user, given by the bank.
    package let userID: UserID
    /// Name to show; text from outside.
    package let displayName: String
    /// Role of the user at the bank.
    package let role: Role
    /// Latest end of the session.
    package let endsAt: Instant
    /// Time zone of the bank's days at the beginning of the session; nil if it did not say.
    package internal(set) var zone: ZoneOffset?
}

/// Outcome of an attempt to sign in.
package enum SignInOutcome: Hashable, Sendable {
    /// The session has begun.
    case signedIn(SignedInUser)
    /// The name, password or code is wrong; which one is not disclosed.
    case refused
    /// There were too many tries under the name or from the place, right or wrong.
    ///
    /// `seconds` is the wait.
    case mustWait(seconds: Int64)
    /// The credentials were right, but the user or the terminal is locked out.
    ///
    /// The data held by this console was destroyed.
    case shutOut
    /// The bank cannot be reached, or does not serve this console now, for this cause.
    ///
    /// `copy` says where a record is that could be read meanwhile, of whichever user.
    case unreachable(LinkCause, copy: HeldCopy = .none)
    /// The credentials were right, but this console's local files could not be opened.
    ///
    /// The bank was asked to end the session that it had begun.
    case storageFailed(StorageTrouble)
    /// The bank or this console failed; the credentials may have been right.
    case failed
}

/// Location of a record that could be read without the bank.
package enum HeldCopy: Hashable, Sendable {
    /// This machine holds no record.
    case none
    /// This console can open a record.
    case here
    /// Other consoles of this machine have all records open, and this one has none of its own.
    case openElsewhere
}

/// Outcome of an attempt to unlock the screen.
package enum UnlockOutcome: Hashable, Sendable {
    /// The password is right.
    case unlocked
    /// The password is wrong, and this many tries are left.
    case wrong(triesLeft: Int)
    /// The last try was wrong, and the session was signed out.
    case signedOut
}

/// An account with its balance figures.
package struct AccountSummary: Hashable, Sendable {
    /// The account as the bank described it.
    package let record: AccountRecord
    /// Balance figures with their freshness.
    package let balance: AgedBalance
    /// Number of entries in the local record.
    package let entryCount: Int
}

/// Progress of a search.
package struct SearchProgress: Sendable {
    /// The matches found so far.
    package let matches: MatchSet
    /// Number of entries read.
    package let readCount: Int
    /// Total number of entries to read.
    package let totalCount: Int
    /// True if all entries were read.
    package let isComplete: Bool
}

/// A calendar month for which there is a statement.
package struct StatementMonth: Hashable, Comparable, Sendable {
    /// Year of the Gregorian calendar.
    package let year: Int
    /// The month, 1 to 12.
    package let month: Int

    /// Creates a month from year and number.
    package init(year: Int, month: Int) {
        self.year = year
        self.month = month
    }

    /// Returns true if the left month is earlier.
    package static func < (left: StatementMonth, right: StatementMonth) -> Bool {
        (left.year, left.month) < (right.year, right.month)
    }
}

/// Statement of an account for one month, by booking date.
package struct Statement: Hashable, Sendable {
    /// The account's details in the record now.
    package let account: AccountRecord
    /// Month of the booking dates.
    package let month: StatementMonth
    /// Booked balance before the first entry.
    package let opening: Money
    /// Booked balance after the last entry.
    package let closing: Money
    /// Total of the credits, zero or more.
    package let credits: Money
    /// Total of the debits, zero or more.
    package let debits: Money
    /// Places of the entries for `BankClient.entries`, newest first.
    package let places: Range<Int>
    /// Sequence of the newest entry held, from which places count.
    package let newestSequence: Int64
    /// Chain hash after the last entry, in hexadecimal.
    package let chainHash: String
    /// Freshness of the local record when the statement was made; a past month gains no entries.
    package let freshness: Freshness
}
