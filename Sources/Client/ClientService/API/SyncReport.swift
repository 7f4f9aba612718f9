package import CoreVocabulary
package import SyncCore

/// Full state of the local record, for the screen that shows it.
package struct SyncReport: Hashable, Sendable {
    /// Channel by which news reaches this console.
    package enum Channel: Hashable, Sendable {
        /// News arrives over a stream as it happens.
        case streaming
        /// News arrives by repeated requests.
        case polling
        /// News does not arrive.
        case none
    }

    /// Channel by which news reaches this console.
    package let channel: Channel
    /// Cause of the latest link failure; nil while the link is up.
    package let cause: LinkCause?
    /// Time of the last contact, by the bank's clock; nil if there was none.
    package let lastContact: Instant?
    /// Cursor of the last applied change; nil if the record is empty.
    package let cursor: Cursor?
    /// Head of the bank's feed, as last received; nil if it never was.
    package let head: Cursor?
    /// Time of the last successful comparison, by the bank's clock; nil if there was none.
    package let comparedAt: Instant?
    /// Time until which this console may show the record without the bank; nil if not known.
    package let leaseEndsAt: Instant?
    /// The queued transfers, oldest first.
    package let queue: [OutboxItem]
    /// The findings in order of importance, newest first among equals.
    ///
    /// Findings that are still wrong or not in the bank's books come first, then those not
    /// compared, then those that are right. Each row has one finding, or two if two entries were
    /// found at its place.
    package let divergences: [Divergence]
    /// Number of findings that were not kept as evidence, over all accounts.
    package internal(set) var unkeptCount: Int64 = 0
}

/// A row of the local record that was found wrong.
package struct Divergence: Hashable, Sendable {
    /// Entry and fault, as last found.
    package let fault: ChainFault
    /// Time of the last finding, by this console's estimate of the bank's clock.
    package let foundAt: Instant
    /// Number of its bytes kept as evidence.
    package internal(set) var evidenceByteCount: Int
    /// True if it has been repaired since; valid only while `awaits` is nil.
    package let isRepaired: Bool
    /// Step that has to happen before more is known of the row; nil if there is none.
    package internal(set) var awaits: Awaited?
    /// State of the found entry in the bank's books, as far as it is known.
    package internal(set) var atBank: AtBank?
    /// The entry that was found there; nil if none can be read.
    package internal(set) var entry: EntryRecord?
    /// The bank's verdict on the entry; nil before it was submitted.
    package internal(set) var mark: EvidenceMark?
    /// True if the entry is or was submitted to the bank.
    package internal(set) var isTellable = false

    /// State of a wrong entry in the bank's books.
    package enum AtBank: Hashable, Sendable, CaseIterable {
        /// The books have the same entry: nothing was wrong with it.
        case same
        /// The books do not have this entry; what is in its place is not known yet.
        case otherwise
        /// The books have another entry in its place.
        case another
        /// The books have nothing in its place.
        case nothing
    }

    /// Step that has to happen before the row can be judged.
    package enum Awaited: Hashable, Sendable, CaseIterable {
        /// A comparison with the bank's books, which happens automatically.
        case comparison
        /// One more comparison, because both sides still differ after several repairs.
        case agreement
        /// A repair of the bank's books, which lack entries that this console has seen.
        case booksOfBank
        /// A newer release of this console, because the bank does not serve this one.
        case upgrade
        /// A verdict of the bank, because it gives no access to the account and nothing can be
        /// compared here.
        case bankWord
        /// A decision of people at the bank.
        ///
        /// There is no access to the account, and according to the books there never was.
        case people
    }
}

/// Outcome of an attempt to open the record without the bank.
package enum OfflineOutcome: Hashable, Sendable {
    /// The record is open until the lease ends.
    case opened(SignedInUser, leaseEndsAt: Instant)
    /// The name or the password is wrong, or this console holds nothing of that user.
    ///
    /// Which of these is not disclosed.
    case refused
    /// There were too many tries; `seconds` is the wait.
    case mustWait(seconds: Int64)
    /// The lease has ended; only the bank can open the record again.
    case leaseEnded
    /// The record is empty: it was never fetched as a whole, and no transfer waits.
    case empty
    /// Another console of this machine has the user's record open, and this one has none of its
    /// own.
    case openElsewhere
    /// Other consoles of the same user have the record open, or it cannot be read.
    case failed
}

/// Outcome of cancelling a transfer.
package enum CancelOutcome: Hashable, Sendable {
    /// The transfer will not be posted.
    case cancelled
    /// The bank had already decided the transfer.
    case decided(IntentDecision)
    /// The bank could not be asked; the transfer waits, and the bank will be asked.
    case waiting
    /// No transfer can be cancelled under this key.
    case nothing
}
