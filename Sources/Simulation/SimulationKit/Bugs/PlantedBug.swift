import ClientService
import LedgerService

/// A mistake that is made on purpose, to see that it would be found.
///
/// Each is planted in a port of the program, from outside: the program itself has no switch for it.
public enum PlantedBug: String, Hashable, Sendable, CaseIterable {
    /// The bank does not remember which keys it has decided.
    case noDedup = "no-dedup"
    /// The bank forgets a key after seconds.
    case shortIdempotencyMemory = "short-idempotency-memory"
    /// The bank acknowledges before its commit is durable.
    case acknowledgeBeforeSync = "acknowledge-before-sync"
    /// After a crash the bank takes over half of a commit.
    case tornTailAccepted = "torn-tail-accepted"
    /// The bank goes on from an older copy as if nothing had been.
    case revertedStoreNotNoticed = "reverted-store-not-noticed"
    /// The bank's feed says that it has ended before all of it can be read.
    case sequenceGap = "sequence-gap"
    /// The bank's feed can end within a journal.
    case halfJournalVisible = "half-journal-visible"
    /// A console that begins anew gives what is in its outbox other keys.
    case newKeyAfterCrash = "new-key-after-crash"
    /// A console takes what it does not know the end of for unsent, and begins anew.
    case unknownTreatedAsUnsent = "unknown-treated-as-unsent-with-new-key"
    /// A console's outbox does not bring what is put in to the disk.
    case outboxNotSynced = "outbox-not-synced"
    /// A console makes what arrives fit, and takes the bank's hashes over.
    case adoptedHash = "adopted-hash"
    /// A console writes down how far it is before it writes what it got.
    case cursorSavedBeforeRows = "cursor-saved-before-rows"
    /// A console's steady clock stands still while its machine does.
    case staleCalledLive = "stale-called-live"

    /// In how many seeds it has to be found.
    ///
    /// Some need two things to meet, and take longer.
    public var seedLimit: UInt64 {
        switch self {
        case .staleCalledLive: 1_000
        case .noDedup, .shortIdempotencyMemory, .tornTailAccepted, .revertedStoreNotNoticed: 400
        default: 200
        }
    }

    /// The first seed that finds it, and what it shows; nil when none does within the limit.
    public func firstCatch() -> (seed: UInt64, violation: Violation)? {
        for seed in 1...seedLimit {
            if let violation = Simulation(seed: seed, bug: self).run().violation {
                return (seed, violation)
            }
        }
        return nil
    }

    /// The bank's books with the mistake in them.
    func plant(in store: TappedStore, _ world: World) -> any LedgerStore {
        switch self {
        case .noDedup: TwistedStore(base: store, twist: .forgetsKeys(after: 0, world))
        case .shortIdempotencyMemory:
            TwistedStore(base: store, twist: .forgetsKeys(after: 5_000, world))
        case .sequenceGap: TwistedStore(base: store, twist: .skipsRows(world))
        case .halfJournalVisible: TwistedStore(base: store, twist: .endsAnywhere(world))
        default: store
        }
    }

    /// A console's clock with the mistake in it.
    func plant(in clock: SimulatedConsoleClock, _ host: Host) -> any ClientClock {
        self == .staleCalledLive ? HaltingClock(base: clock, host: host) : clock
    }
}
