import CoreVocabulary
import Testing
import IdentityCore

/// Goal: a refresh token is known again, and nobody can make one.
///
/// Method: every bit flipped, and every neighbouring session, number and key tried.
struct RefreshTokenTests {
    private let key = [UInt8](repeating: 5, count: RefreshToken.keyByteCount)

    private func token(_ session: UInt128 = 1, _ generation: UInt32 = 9) -> RefreshToken {
        RefreshToken(
            sessionID: SessionID(rawValue: session),
            generation: generation,
            key: key.span
        )
    }

    // A borrowed span cannot stand inside an expectation.
    private func isGenuine(_ token: RefreshToken, under key: [UInt8]? = nil) -> Bool {
        let key = key ?? self.key
        return token.isGenuine(key: key.span)
    }

    @Test("a token reads back with its session and number, and is genuine")
    func roundTrip() throws {
        let read = try #require(RefreshToken(token().bytes))
        #expect(read == token())
        #expect(read.generation == 9)
        #expect(isGenuine(read))
        #expect(token().bytes.count == RefreshToken.byteCount)
    }

    @Test("every flipped bit makes it one that was never given out")
    func flippedBits() throws {
        let good = token().bytes
        for index in good.indices {
            for bit in 0..<8 {
                var bytes = good
                bytes[index] ^= 1 << bit
                let read = try #require(RefreshToken(bytes))
                #expect(!isGenuine(read))
            }
        }
    }

    @Test("another session, number or key gives another token")
    func distinct() {
        #expect(token(2).bytes.suffix(32) != token(1).bytes.suffix(32))
        #expect(token(1, 8).bytes.suffix(32) != token(1, 9).bytes.suffix(32))
        let other = [UInt8](repeating: 6, count: RefreshToken.keyByteCount)
        #expect(!isGenuine(token(), under: other))
    }

    @Test("other lengths are no tokens, an access token among them")
    func lengths() throws {
        let samples = try TokenSamples()
        for bytes in [[], Array(token().bytes.dropLast()), token().bytes + [0], samples.bytes()] {
            #expect(RefreshToken(bytes) == nil)
        }
    }
}
