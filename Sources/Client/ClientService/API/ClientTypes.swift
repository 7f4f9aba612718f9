public import CoreVocabulary
public import IdentityCore
public import MoneyCore
public import SyncCore

/// What a listener of the client is told; ask again for the figures.
public enum ClientEvent: Sendable, Equatable {
    /// Accounts, entries, holds or payees changed.
    case recordsChanged
    /// The link, the freshness or the first synchronisation moved on.
    case statusChanged(SyncStatus)
    /// A transfer in the outbox, or a decision in the inbox, changed.
    case outboxChanged
    /// The session is over, and nobody here asked for it; a status with a notice before it says why,
    /// and where none does the bank ended it.
    case signedOut
}

/// How the link to the bank and the local record stand.
public struct SyncStatus: Hashable, Sendable {
    /// The states of the link.
    public enum Link: Hashable, Sendable {
        /// The bank answers.
        case up
        /// The bank does not answer, or not with news, since then; nil if it never did.
        case down(lastContact: Instant?)
    }

    /// The state of the line to the bank.
    public var link: Link
    /// What a balance may be called now.
    public var freshness: Freshness
    /// Transfers in the outbox that the bank has not decided.
    public var queuedCount: Int
    /// Those of them that are not sent before the user gives another code.
    public var needsCodeCount: Int
    /// Decisions that nobody has acknowledged.
    public var unseenDecisionCount: Int
    /// Changes applied and in all, while the local record catches up; nil when it has.
    public var catchingUp: CatchingUp?
    /// What was the matter with the line when it last failed; nil while it is up.
    public var cause: LinkCause?
    /// What has to be told in words beside the rest; nil for nothing.
    public var notice: StatusNotice?
    /// True if the bank answers again while nobody is signed in to it: beside the offline copy, or
    /// after somebody could not sign in.
    public var isBankReachable: Bool
    /// True if a whole record was fetched at some time; until then nothing here is as of any time, and
    /// an empty list does not say that nothing is there.
    public var hasRecord: Bool
    /// The zone in which the bank counts its days, as it said last; nil if it never did.
    public var zone: ZoneOffset?
    /// The end of the last session here that the bank has not confirmed; nil for none, and while
    /// somebody is signed in.
    public var untoldEnd: UntoldEnd?

    /// How far a synchronisation has come.
    public struct CatchingUp: Hashable, Sendable {
        /// Changes applied.
        public var done: Int64
        /// Changes in all.
        public var total: Int64

        /// Makes it.
        public init(done: Int64, total: Int64) {
            self.done = done
            self.total = total
        }
    }

    /// Makes a status.
    public init(
        link: Link,
        freshness: Freshness,
        queuedCount: Int,
        needsCodeCount: Int = 0,
        unseenDecisionCount: Int,
        catchingUp: CatchingUp?,
        cause: LinkCause? = nil,
        notice: StatusNotice? = nil,
        isBankReachable: Bool = false,
        hasRecord: Bool = true,
        zone: ZoneOffset? = nil,
        untoldEnd: UntoldEnd? = nil
    ) {
        self.link = link
        self.freshness = freshness
        self.queuedCount = queuedCount
        self.needsCodeCount = needsCodeCount
        self.unseenDecisionCount = unseenDecisionCount
        self.catchingUp = catchingUp
        self.cause = cause
        self.notice = notice
        self.isBankReachable = isBankReachable
        self.hasRecord = hasRecord
        self.zone = zone
        self.untoldEnd = untoldEnd
    }
}

/// The end of a session that is over here and may be open at the bank, which has not confirmed it.
public struct UntoldEnd: Hashable, Sendable {
    /// When the bank ends it by itself at the latest, by the bank's clock.
    public var endsAt: Instant
    /// The same moment by this machine's clock that never jumps: ``ClientClock/boottime()``.
    public var overAt: Instant
    /// True if the bank is asked to end it when its user signs in here again.
    public var isNoted: Bool
    /// The zone in which the bank counts its days, as it said last; nil if it never did.
    public var zone: ZoneOffset?

    /// Makes it.
    public init(endsAt: Instant, overAt: Instant, isNoted: Bool, zone: ZoneOffset? = nil) {
        self.endsAt = endsAt
        self.overAt = overAt
        self.isNoted = isNoted
        self.zone = zone
    }
}

/// What has to be told in words about the record or its end; the console has a sentence for each.
public enum StatusNotice: Hashable, Sendable, CaseIterable {
    /// The bank's books began a new life; everything here is being compared with them.
    case booksReplaced
    /// The bank's books began a new life, everything here agrees with them, and the user has not read
    /// yet what they lack.
    case booksRestored
    /// The bank said that its books lack entries which were found here, without a new life of them, and
    /// the user has not read yet which; the books may have lost them, or never have had them.
    case booksLackEntries
    /// The bank lost a part of its books that this console knows of; nothing here can be relied on
    /// until the bank has put that right.
    case rolledBack
    /// The bank serves this release of the console no more.
    case upgradeNeeded
    /// The record was opened without the bank: it can be read, and nothing can be sent.
    case openedOffline
    /// The bank had this console destroy what it held of the user.
    case wiped
    /// The time was over for which this console may hold the record without the bank; it was sealed.
    case leaseEnded
    /// The outbox on this machine could not be written when it was last tried.
    case outboxUnwritable
    /// Something that waits in the outbox on this machine cannot be read any more.
    case outboxDamaged
}

/// Who is signed in.
public struct SignedInUser: Hashable, Sendable {
    /// The user, by the identifier that the bank gave.
    public let userID: UserID
    /// The name to show; text from outside.
    public let displayName: String
    /// What the user may do.
    public let role: Role
    /// When the session ends at the latest.
    public let endsAt: Instant
    /// The zone in which the bank counted its days when the session began; nil if it did not say.
    public let zone: ZoneOffset?

    /// Makes it.
    public init(
        userID: UserID,
        displayName: String,
        role: Role,
        endsAt: Instant,
        zone: ZoneOffset? = nil
    ) {
        self.userID = userID
        self.displayName = displayName
        self.role = role
        self.endsAt = endsAt
        self.zone = zone
    }
}

/// How an attempt to sign in ended.
public enum SignInOutcome: Hashable, Sendable {
    /// The session has begun.
    case signedIn(SignedInUser)
    /// The name, password or code is not right; which is not told.
    case refused
    /// Too many tries under the name or from the place, right or wrong; this many seconds to wait.
    case mustWait(seconds: Int64)
    /// All was right, and the user or the terminal is shut out; what this console held was destroyed.
    case shutOut
    /// The bank cannot be reached, or does not serve this console now, for this reason; and where a
    /// record is that could be read meanwhile, whosever it is.
    case unreachable(LinkCause, copy: HeldCopy = .none)
    /// All was right, and what this console keeps on its machine could not be opened; the bank was
    /// asked to end the session that it had begun.
    case storageFailed(StorageTrouble)
    /// The bank or this console failed; nothing is known to be wrong with what was typed.
    case failed
}

/// The place of a record that could be read without the bank.
public enum HeldCopy: Hashable, Sendable {
    /// This machine holds none.
    case none
    /// This console can open one.
    case here
    /// Other consoles of this machine have all open, and this one has none of its own.
    case openElsewhere
}

/// How an attempt to unlock ended.
public enum UnlockOutcome: Hashable, Sendable {
    /// The password is right.
    case unlocked
    /// The password is wrong; this many tries are left.
    case wrong(triesLeft: Int)
    /// The last try was wrong; the session was signed out.
    case signedOut
}

/// An account with its figures.
public struct AccountSummary: Hashable, Sendable {
    /// The account.
    public let record: AccountRecord
    /// Its figures, and how fresh they are.
    public let balance: AgedBalance
    /// The entries that the local record holds.
    public let entryCount: Int

    /// Makes it.
    public init(record: AccountRecord, balance: AgedBalance, entryCount: Int) {
        self.record = record
        self.balance = balance
        self.entryCount = entryCount
    }
}

/// How far a search has come.
public struct SearchProgress: Sendable {
    /// The matches so far.
    public let matches: MatchSet
    /// Entries read.
    public let readCount: Int
    /// Entries to read in all.
    public let totalCount: Int
    /// Whether all were read.
    public let isComplete: Bool

    /// Makes it.
    public init(matches: MatchSet, readCount: Int, totalCount: Int, isComplete: Bool) {
        self.matches = matches
        self.readCount = readCount
        self.totalCount = totalCount
        self.isComplete = isComplete
    }
}

/// A calendar month.
public struct StatementMonth: Hashable, Comparable, Sendable {
    /// The year of the Gregorian calendar.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int

    /// Makes a month.
    public init(year: Int, month: Int) {
        self.year = year
        self.month = month
    }

    /// Whether the left month is the earlier one.
    public static func < (left: StatementMonth, right: StatementMonth) -> Bool {
        (left.year, left.month) < (right.year, right.month)
    }
}

/// What happened in an account in a month, by booking date.
public struct Statement: Hashable, Sendable {
    /// The account as the record has it now.
    public let account: AccountRecord
    /// The month of the booking dates.
    public let month: StatementMonth
    /// The booked balance before the first entry.
    public let opening: Money
    /// The booked balance after the last entry.
    public let closing: Money
    /// All that came in, zero or more.
    public let credits: Money
    /// All that went out, zero or more.
    public let debits: Money
    /// Where the entries stand: places for `BankClient.entries`, newest first.
    public let places: Range<Int>
    /// The number, in the account, of the newest entry that is held: the one from which places count.
    public let newestSequence: Int64
    /// The chain's hash after the last entry, in hexadecimal.
    public let chainHash: String
    /// How fresh the local record was when this was made; a past month can still gain nothing.
    public let freshness: Freshness

    /// Makes a statement.
    public init(
        account: AccountRecord,
        month: StatementMonth,
        opening: Money,
        closing: Money,
        credits: Money,
        debits: Money,
        places: Range<Int>,
        newestSequence: Int64,
        chainHash: String,
        freshness: Freshness
    ) {
        self.account = account
        self.month = month
        self.opening = opening
        self.closing = closing
        self.credits = credits
        self.debits = debits
        self.places = places
        self.newestSequence = newestSequence
        self.chainHash = chainHash
        self.freshness = freshness
    }
}
