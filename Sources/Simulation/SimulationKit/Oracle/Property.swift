/// What has to hold in every run.
///
/// The numbers S1 to S21 are those of the sync protocol. S10 (no balance without its freshness) is
/// held by a type, S17 (old outboxes) by files of earlier releases, and S18 (a slow reader of a
/// stream loses nothing) is S5 and S8 on a console that streams. L1 and L2 are about the books, and
/// V1 to V3 about what the bank answers, writes and shows, as an independent model foresees it.
public enum Property: String, Hashable, Sendable, CaseIterable {
    /// A key moves money once at most.
    case noDoublePost = "S1"
    /// What the user saw queued is decided, or still in an outbox.
    case noLoss = "S2"
    /// One key with another body posts nothing.
    case mismatchSafe = "S3"
    /// Nothing is both taken back and posted.
    case cancelExclusive = "S4"
    /// The record of a console is what the bank's books say at its cursor.
    case prefix = "S5"
    /// Nobody sees one leg of a journal.
    case atomicCut = "S6"
    /// Cursors never go back within one life of the books.
    case monotone = "S7"
    /// The feed leaves nothing out.
    case gapFree = "S8"
    /// What is called live was true within the heartbeat's limit.
    case liveIsTrue = "S9"
    /// Damage is found, and named to the row.
    case detect = "S11"
    /// Where nothing was damaged, nothing is found.
    case noFalseAlarm = "S12"
    /// A record never takes over what it did not compute.
    case neverAdopt = "S13"
    /// Books that were set back are noticed before any balance is live.
    case rollbackSeen = "S14"
    /// Of an account that was revoked nothing stays.
    case revoked = "S15"
    /// A console's wall clock changes nothing.
    case skew = "S16"
    /// When faults end, everybody agrees in bounded time and nothing waits.
    case liveness = "S19"
    /// Every transfer goes out as it was stored, under its stored key.
    case wire = "S20"
    /// A figure as of a time is of books that hold all that was in them then.
    case asOfIsTrue = "S21"
    /// What was acknowledged stays, and nothing else is there: the plain ledger agrees.
    case ledger = "L1"
    /// The books agree with themselves.
    case books = "L2"
    /// Each answer is one that the rules lead to.
    case verdict = "V1"
    /// Whatever is written follows from something that was asked, by the rules.
    case effect = "V2"
    /// Nobody is shown what is not theirs to see, or not in the books.
    case disclosure = "V3"

    /// What it says.
    public var title: String {
        switch self {
        case .noDoublePost: "A key moves money once at most."
        case .noLoss: "What was queued is decided, or waits in an outbox."
        case .mismatchSafe: "One key with another body posts nothing."
        case .cancelExclusive: "Nothing is both taken back and posted."
        case .prefix: "A record is what the books say at its cursor."
        case .atomicCut: "Nobody sees one leg of a journal."
        case .monotone: "A cursor never goes back within one life of the books."
        case .gapFree: "The feed leaves nothing out."
        case .liveIsTrue: "What is called live was true within the heartbeat's limit."
        case .detect: "Damage is found, and named to the row."
        case .noFalseAlarm: "Where nothing was damaged, nothing is found."
        case .neverAdopt: "A record never takes over what it did not compute."
        case .rollbackSeen: "Books that were set back are noticed."
        case .revoked: "Of an account that was revoked nothing stays."
        case .skew: "A console's wall clock changes nothing."
        case .liveness: "When faults end, everybody agrees in bounded time."
        case .wire: "Every transfer goes out as it was stored."
        case .asOfIsTrue: "A figure as of a time lacks nothing that was booked by then."
        case .ledger: "What was acknowledged stays, and nothing else is there."
        case .books: "The books agree with themselves."
        case .verdict: "Each answer is one that the rules lead to."
        case .effect: "Whatever is written follows from what was asked, by the rules."
        case .disclosure: "Nobody is shown what is not theirs, or not in the books."
        }
    }
}

/// A property that did not hold.
public struct Violation: Hashable, Sendable, CustomStringConvertible {
    /// Which.
    public let property: Property
    /// What was seen, in the simulation's own names.
    public let seen: String
    /// When, in virtual milliseconds from the beginning.
    public let atMilliseconds: Int64

    /// The property, when, and what was seen.
    public var description: String {
        "\(property.rawValue) (\(property.title)) after \(atMilliseconds) ms: \(seen)"
    }
}
