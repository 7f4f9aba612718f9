import CoreVocabulary

/// Draws of text and chance, which a seed repeats.
extension SplitMix64 {
    /// Scalars of all kinds, those that do harm more often than they are met.
    mutating func scalars(count: Int) -> [Unicode.Scalar] {
        (0..<count).map { _ in
            let value: UInt32 =
                switch UInt32.random(in: 0..<10, using: &self) {
                case 0: .random(in: 0..<0x20, using: &self)
                case 1: .random(in: 0x7F...0xAD, using: &self)
                case 2: .random(in: 0x300...0x36F, using: &self)
                case 3: .random(in: 0x2000...0x206F, using: &self)
                case 4: .random(in: 0x400...0x4FF, using: &self)
                case 5: .random(in: 0xFE00...0xFFFF, using: &self)
                case 6: .random(in: 0x1F000...0x1FAFF, using: &self)
                case 7: .random(in: 0...0x10FFFF, using: &self)
                default: .random(in: 0x20...0x7E, using: &self)
                }
            return Unicode.Scalar(value) ?? "\u{FFFD}"
        }
    }

    /// True once in so many times.
    mutating func oneIn(_ count: Int) -> Bool {
        Int.random(in: 0..<count, using: &self) == 0
    }

    mutating func text(count: Int) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars(count: count))
        return String(view)
    }
}
