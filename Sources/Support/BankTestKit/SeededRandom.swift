import CoreVocabulary
public import LedgerService
import Synchronization

/// A random source in which the seed decides everything.
public final class SeededRandom: BankRandom {
    private let source: Mutex<SplitMix64>

    /// Makes the source of a seed.
    public init(seed: UInt64) {
        source = Mutex(SplitMix64(seed: seed))
    }

    /// Makes a source that goes on where another is now.
    init(goingOnFrom other: SeededRandom) {
        source = Mutex(other.source.withLock { $0 })
    }

    /// The next bytes of the sequence.
    public func bytes(_ count: Int) -> [UInt8] {
        source.withLock { source in
            (0..<count).map { _ in UInt8(truncatingIfNeeded: source.next()) }
        }
    }
}
