import CoreVocabulary

/// A seeded stream of random numbers for one part of a simulation.
///
/// Each part has dice of its own, so that one more draw in one part changes nothing in another.
struct Dice: Sendable {
    private var source: SplitMix64

    /// Creates the dice for a named part of the simulation of a seed.
    init(seed: UInt64, part: String) {
        // FNV-1a, mixed by one draw.
        let hash = part.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        var mixer = SplitMix64(seed: seed)
        source = SplitMix64(seed: mixer.next() ^ hash)
    }

    /// Returns 64 random bits.
    mutating func bits() -> UInt64 { source.next() }

    /// Returns a number from 0 up to and without a bound above zero.
    ///
    /// The bias of the remainder is below one in a billion for the bounds used here.
    mutating func below(_ bound: Int) -> Int { Int(source.next() % UInt64(bound)) }

    /// Returns a number within the range.
    mutating func within(_ range: ClosedRange<Int64>) -> Int64 {
        range.lowerBound + Int64(source.next() % UInt64(range.upperBound - range.lowerBound + 1))
    }

    /// Returns true with a chance of some percent.
    mutating func percent(_ chance: Int) -> Bool { below(100) < chance }

    /// Returns a random case of a type.
    mutating func pick<Kind: CaseIterable>(_ kind: Kind.Type) -> Kind
    where Kind.AllCases == [Kind] {
        Kind.allCases[below(Kind.allCases.count)]
    }

    /// Returns a random element, or nil if there is none.
    mutating func pick<Element>(_ elements: [Element]) -> Element? {
        elements.isEmpty ? nil : elements[below(elements.count)]
    }
}
