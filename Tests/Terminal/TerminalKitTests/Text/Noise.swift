/// A random source in which the seed decides everything, so that a failing case can be run again.
struct Noise: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

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

    mutating func text(count: Int) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars(count: count))
        return String(view)
    }
}
