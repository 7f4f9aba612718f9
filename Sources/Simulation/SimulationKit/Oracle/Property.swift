/// A property that has to hold in every run.
///
/// S1 to S21 are the numbers of the sync protocol. S10 (no balance without its freshness) is
/// enforced by a type. S17 (old outboxes) is tested with files of earlier releases. S18 (a slow
/// reader of a stream loses nothing) is S5 and S8 on a streaming console. L1 and L2 cover the
/// books. V1 to V3 cover the bank's answers, writes and disclosures, as an independent model
/// foresees them.
package enum Property: String, Hashable, Sendable, CaseIterable {
    /// A key moves money once at most.
    case noDoublePost = "S1"
    /// A transfer that a user saw queued is decided or still in an outbox.
    case noLoss = "S2"
    /// One key with another body posts nothing.
    case mismatchSafe = "S3"
    /// No transfer is both cancelled and posted.
    case cancelExclusive = "S4"
    /// A console's record equals the bank's books at its cursor.
    case prefix = "S5"
    /// Nobody sees one leg of a journal.
    case atomicCut = "S6"
    /// Cursors never go back within an epoch.
    case monotone = "S7"
    /// The feed has no gaps.
    case gapFree = "S8"
    /// A figure called live was true within the heartbeat limit.
    case liveIsTrue = "S9"
    /// Damage is detected down to the row.
    case detect = "S11"
    /// Without damage there are no findings.
    case noFalseAlarm = "S12"
    /// A record never adopts hashes that it did not compute.
    case neverAdopt = "S13"
    /// A restore is noticed before any balance is live.
    case rollbackSeen = "S14"
    /// Nothing remains of a revoked account.
    case revoked = "S15"
    /// A console's wall clock has no influence.
    case skew = "S16"
    /// After the faults end, all sides agree in bounded time, and nothing waits.
    case liveness = "S19"
    /// A transfer is sent exactly as it was stored, under its stored key.
    case wire = "S20"
    /// A figure as of a time contains everything that was booked by then.
    case asOfIsTrue = "S21"
    /// The books hold exactly what was acknowledged, as the model's ledger does.
    case ledger = "L1"
    /// The books are consistent in themselves.
    case books = "L2"
    /// Every answer is one that the rules allow.
    case verdict = "V1"
    /// Every write follows by the rules from a request.
    case effect = "V2"
    /// Users see only rows that are in the books and that they may see.
    case disclosure = "V3"

    /// The property in a sentence.
    package var title: String {
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

/// A property that was violated.
package struct Violation: Hashable, Sendable, CustomStringConvertible {
    /// The property that was violated.
    package let property: Property
    /// The observation, in the simulation's own names.
    package let seen: String
    /// Virtual time since the beginning of the run, in milliseconds.
    package let atMilliseconds: Int64

    /// The property, the time and the observation.
    package var description: String {
        "\(property.rawValue) (\(property.title)) after \(atMilliseconds) ms: \(seen)"
    }
}
