public import CoreVocabulary
public import SyncCore

/// Everything about the state of the local record, for the screen that shows it.
public struct SyncReport: Hashable, Sendable {
    /// How news reaches this console.
    public enum Channel: Hashable, Sendable {
        /// As it happens, over a stream.
        case streaming
        /// By asking again and again.
        case polling
        /// Not at all.
        case none
    }

    /// How news reaches this console.
    public let channel: Channel
    /// What was the matter with the line when it last failed; nil while it is up.
    public let cause: LinkCause?
    /// When the bank last answered, by its own clock; nil for never.
    public let lastContact: Instant?
    /// Where the record stands; nil when it is empty.
    public let cursor: Cursor?
    /// Where the bank's feed ended when it was last heard; nil for never.
    public let head: Cursor?
    /// When both sides were last found to agree, by the bank's clock; nil for never.
    public let comparedAt: Instant?
    /// Until when this console may show what it holds without the bank; nil when not known.
    public let leaseEndsAt: Instant?
    /// What waits, oldest first.
    public let queue: [OutboxItem]
    /// The findings, by what matters, and the newest first among their like.
    ///
    /// What is wrong still or not at the bank comes first, then what is not compared, then what is
    /// right. Each row stands once, and twice where two entries were found in its place.
    public let divergences: [Divergence]
    /// The number of findings beyond those that are kept, about all accounts together.
    public let unkeptCount: Int64

    /// Makes a report.
    public init(
        channel: Channel,
        cause: LinkCause?,
        lastContact: Instant?,
        cursor: Cursor?,
        head: Cursor?,
        comparedAt: Instant?,
        leaseEndsAt: Instant?,
        queue: [OutboxItem],
        divergences: [Divergence],
        unkeptCount: Int64 = 0
    ) {
        self.channel = channel
        self.cause = cause
        self.lastContact = lastContact
        self.cursor = cursor
        self.head = head
        self.comparedAt = comparedAt
        self.leaseEndsAt = leaseEndsAt
        self.queue = queue
        self.divergences = divergences
        self.unkeptCount = unkeptCount
    }
}

/// A row of the local record that was not what it had to be.
public struct Divergence: Hashable, Sendable {
    /// Which entry, and what was wrong with it when it was last found.
    public let fault: ChainFault
    /// When it was last found, by the bank's clock as this console reckons it.
    public let foundAt: Instant
    /// How many bytes of it were kept as evidence.
    public let evidenceByteCount: Int
    /// True if it has been put right since; that counts only while nothing is awaited.
    public let isRepaired: Bool
    /// The step before which no more is known of the row; nil where nothing has to come.
    public let awaits: Awaited?
    /// The bank's books and the entry that was found, as far as both were compared or the bank said.
    public let atBank: AtBank?
    /// The entry that was found there; nil when none can be read.
    public let entry: EntryRecord?
    /// The bank's word on the entry, when it was told of it; nil before.
    public let mark: EvidenceMark?
    /// True if the bank is told of the entry, or was.
    public let isTellable: Bool

    /// What the bank's books have of an entry that was found wrong.
    public enum AtBank: Hashable, Sendable, CaseIterable {
        /// The same entry: nothing was wrong with it.
        case same
        /// Not this entry; what is in its place is not known yet.
        case otherwise
        /// Another entry in its place.
        case another
        /// Nothing in its place.
        case nothing
    }

    /// A step that has to come before anything can be said of a row.
    public enum Awaited: Hashable, Sendable, CaseIterable {
        /// A comparison with the bank's books, which is done by itself.
        case comparison
        /// One more comparison: after several repairs both sides differ still.
        case agreement
        /// The bank has to put its books right: they lack what this console has seen of them.
        case booksOfBank
        /// A newer release of this console: the bank does not serve this one.
        case upgrade
        /// The bank's word: it gives no access to the account, so nothing can be compared here.
        case bankWord
        /// The word of people at the bank: there is no access to the account, and as far as the books
        /// know there never was.
        case people
    }

    /// Makes it.
    public init(
        fault: ChainFault,
        foundAt: Instant,
        evidenceByteCount: Int,
        isRepaired: Bool,
        awaits: Awaited? = nil,
        atBank: AtBank? = nil,
        entry: EntryRecord? = nil,
        mark: EvidenceMark? = nil,
        isTellable: Bool = false
    ) {
        self.fault = fault
        self.foundAt = foundAt
        self.evidenceByteCount = evidenceByteCount
        self.isRepaired = isRepaired
        self.awaits = awaits
        self.atBank = atBank
        self.entry = entry
        self.mark = mark
        self.isTellable = isTellable
    }
}

/// How an attempt to open the record without the bank ended.
public enum OfflineOutcome: Hashable, Sendable {
    /// It is open, until the lease ends.
    case opened(SignedInUser, leaseEndsAt: Instant)
    /// The name or the password is not right, or this console holds nothing of that user; which is
    /// not told.
    case refused
    /// Too many tries; this many seconds to wait.
    case mustWait(seconds: Int64)
    /// The lease is over; only the bank can open it again.
    case leaseEnded
    /// Nothing is in it yet: neither was the record fetched once, nor does anything wait.
    case empty
    /// Another console of this machine has the user's record open, and this one has none of its own.
    case openElsewhere
    /// Other consoles of the same user have the record open, or it cannot be read.
    case failed
}

/// What became of taking a transfer back.
public enum CancelOutcome: Hashable, Sendable {
    /// It will not be posted.
    case cancelled
    /// The bank had decided it before.
    case decided(IntentDecision)
    /// The bank could not be asked: it waits, and the bank will be asked.
    case waiting
    /// There is nothing to take back under this key.
    case nothing
}
