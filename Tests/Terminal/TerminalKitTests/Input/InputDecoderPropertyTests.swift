import CoreVocabulary
import Testing

@testable import TerminalKit

// Goal: no bytes break the decoder, however they are cut into pieces.
// Method: random bytes by seed, pieces of real sequences preferred.

@Suite("Input decoder, any bytes")
struct InputDecoderPropertyTests {
    @Test("bytes split anywhere give the same events", arguments: [1, 2, 3] as [UInt64])
    func splits(seed: UInt64) {
        var noise = SplitMix64(seed: seed)
        for _ in 0..<400 {
            let bytes = DecoderNoise.bytes(count: 24, using: &noise)
            var whole = InputDecoder()
            let expected = whole.feed(bytes) + whole.timeout()
            let failing = bytes.indices.filter { cut in
                var decoder = InputDecoder()
                let events = decoder.feed(bytes[..<cut]) + decoder.feed(bytes[cut...])
                return events + decoder.timeout() != expected
            }
            #expect(failing == [], "bytes \(bytes)")
        }
    }

    @Test("a key after any bytes and a silence is that key", arguments: [4, 5, 6] as [UInt64])
    func recovery(seed: UInt64) {
        var noise = SplitMix64(seed: seed)
        for _ in 0..<5000 {
            let bytes = DecoderNoise.bytes(count: 24, using: &noise)
            var decoder = InputDecoder()
            _ = decoder.feed(bytes)
            _ = decoder.timeout()
            #expect(decoder.delay == nil, "bytes \(bytes)")
            #expect(decoder.feed("\u{1B}[A".utf8) == [.key(.up)], "bytes \(bytes)")
        }
    }

    @Test("every byte makes at most two events and no key is a control character")
    func bounds() {
        var noise = SplitMix64(seed: 7)
        var decoder = InputDecoder()
        for _ in 0..<2000 {
            let bytes = DecoderNoise.bytes(count: 100, using: &noise)
            let events = decoder.feed(bytes)
            #expect(events.count <= bytes.count * 2)
            for case .key(.character(let scalar)) in events {
                #expect(scalar.properties.generalCategory != .control)
            }
        }
    }
}
