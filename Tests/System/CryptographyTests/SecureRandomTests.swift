// Goal: the random source gives as many bytes as asked for, and not the same ones again.
// Method: lengths at the edges; many draws compared; each bit is seen set and clear.

import Cryptography
import Testing

@Suite("SecureRandom")
struct SecureRandomTests {
    @Test("gives as many bytes as asked for", arguments: [0, 1, 16, 4_097])
    func count(count: Int) {
        #expect(SecureRandom.bytes(count).count == count)
    }

    @Test("10,000 draws of 16 bytes all differ")
    func distinct() {
        #expect(Set((0..<10_000).map { _ in SecureRandom.bytes(16) }).count == 10_000)
    }

    @Test("each of the 64 bits of a draw is seen set and clear")
    func everyBit() {
        var random = SecureRandom()
        var everSet: UInt64 = 0
        var everClear: UInt64 = 0
        // A bit that stays the same in 256 draws is broken, but for a chance of 2^-249.
        for _ in 0..<256 {
            let value = random.next()
            everSet |= value
            everClear |= ~value
        }
        #expect(everSet == .max)
        #expect(everClear == .max)
    }
}
