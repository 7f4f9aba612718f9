import LedgerService

/// A seeded source of the bank's identifiers, tokens and keys.
final class SeededBankRandom: BankRandom {
    private let dice: Cell<Dice>

    init(dice: Dice) {
        self.dice = Cell(dice)
    }

    func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        var word: UInt64 = 0
        for index in 0..<count {
            if index % 8 == 0 { word = dice.value.bits() }
            bytes.append(UInt8(truncatingIfNeeded: word))
            word >>= 8
        }
        return bytes
    }
}

/// A seeded random number generator for a console.
struct SeededGenerator: RandomNumberGenerator, Sendable {
    var dice: Dice

    mutating func next() -> UInt64 { dice.bits() }
}
