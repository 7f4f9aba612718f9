// Goal: Base64 and Hex have one text for each value.
// Method: the vectors of RFC 4648 §10, round trips, and texts that lax decoders take.
import CoreVocabulary
import Testing

@Suite("Base64 and Hex")
struct TextEncodingTests {
    @Test(
        "the vectors of RFC 4648 hold both ways",
        arguments: [
            ("", "", ""), ("f", "Zg==", "66"), ("fo", "Zm8=", "666f"), ("foo", "Zm9v", "666f6f"),
            ("foob", "Zm9vYg==", "666f6f62"), ("fooba", "Zm9vYmE=", "666f6f6261"),
            ("foobar", "Zm9vYmFy", "666f6f626172"),
        ]
    )
    func vectors(plain: String, base64: String, hex: String) {
        let bytes = Array(plain.utf8)
        #expect(Base64.encode(bytes) == base64)
        #expect(Base64.decode(base64) == bytes)
        #expect(Hex.encode(bytes) == hex)
        #expect(Hex.decode(hex) == bytes)
        #expect(Hex.decode(hex.uppercased()) == bytes)
    }

    @Test("random bytes of every length up to 100 come back")
    func roundTrips() {
        var random = SplitMix64(seed: 2)
        for count in 0...100 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
            #expect(Hex.decode(Hex.encode(bytes)) == bytes)
        }
    }

    @Test(
        "text that is not canonical Base64 is refused",
        arguments: [
            "Zg", "Zg=", "Zh==", "Zm9=", "Zm8", "Z===", "====", "=", "Zg==Zg==", "Zm 8", "Zm8=\n",
            "Zm-_", "Zm8=Zm8=", "Zé==", "Z=g=",
        ]
    )
    func refusesBase64(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test(
        "text that is not pairs of digits is no Hex",
        arguments: ["0", "0g", "0x00", " 00", "٠٠"]
    )
    func refusesHex(text: String) {
        #expect(Hex.decode(text) == nil)
    }
}
