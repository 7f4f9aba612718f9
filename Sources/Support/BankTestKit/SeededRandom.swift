import CoreVocabulary
import LedgerService
import Synchronization

/// A random source that is fully determined by its seed.
package final class SeededRandom: BankRandom {
    private let source: Mutex<SplitMix64>

    /// Creates the source of a seed.
    package init(seed: UInt64) {
        source = Mutex(SplitMix64(seed: seed))
    }

    /// Creates a source that continues where another is now.
    init(goingOnFrom other: SeededRandom) {
        source = Mutex(other.source.withLock { $0 })
    }

    /// Returns the next bytes of the sequence.
    package func bytes(_ count: Int) -> [UInt8] {
        source.withLock { source in
            (0..<count).map { _ in UInt8(truncatingIfNeeded: source.next()) }
        }
    }
}
