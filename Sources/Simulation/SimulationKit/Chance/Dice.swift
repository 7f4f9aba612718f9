import CoreVocabulary

/// Draws from one stream of seeded random numbers.
///
/// Each part of a simulation has dice of its own, so that one more draw here changes nothing
/// there.
struct Dice: Sendable {
    private var source: SplitMix64

    /// Makes dice for one part of the simulation of a seed.
    ///
    /// - Parameters:
    ///   - seed: The seed of the run.
    ///   - part: The name of the part.
    init(seed: UInt64, part: String) {
        // FNV-1a, and one draw to spread it.
        let hash = part.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        var mixer = SplitMix64(seed: seed)
        source = SplitMix64(seed: mixer.next() ^ hash)
    }

    /// 64 random bits.
    mutating func bits() -> UInt64 { source.next() }

    /// A number from 0 up to a bound, which is above zero.
    ///
    /// The remainder favours small numbers by less than one in a billion for the bounds here.
    mutating func below(_ bound: Int) -> Int {
        Int(source.next() % UInt64(bound))
    }

    /// A number of a range.
    mutating func within(_ range: ClosedRange<Int64>) -> Int64 {
        range.lowerBound + Int64(source.next() % UInt64(range.upperBound - range.lowerBound + 1))
    }

    /// True in some of a hundred cases.
    mutating func percent(_ chance: Int) -> Bool {
        below(100) < chance
    }

    /// One of several things.
    mutating func pick<Element>(_ elements: [Element]) -> Element? {
        elements.isEmpty ? nil : elements[below(elements.count)]
    }
}
