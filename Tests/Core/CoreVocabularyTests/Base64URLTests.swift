import CoreVocabulary
import Testing

/// Goal: one text for each value, and no other text is read.
///
/// Method: the vectors of RFC 4648 without padding, the example of RFC 7515, and near misses.
struct Base64URLTests {
    @Test(
        "the vectors of RFC 4648 and RFC 7515",
        arguments: [
            ([], ""), ([0x66], "Zg"), ([0x66, 0x6F], "Zm8"), ([0x66, 0x6F, 0x6F], "Zm9v"),
            ([0x66, 0x6F, 0x6F, 0x62], "Zm9vYg"), ([3, 236, 255, 224, 193], "A-z_4ME"),
        ] as [([UInt8], String)]
    )
    func vectors(bytes: [UInt8], text: String) {
        #expect(Base64URL.encode(bytes) == Array(text.utf8))
        #expect(Base64URL.decode(Array(text.utf8)) == bytes)
    }

    @Test(
        "what would not be printed is not read",
        arguments: ["Zg==", "Z", "Zh", "Zm9", "A+z/4ME", "Zm 8", "Zm8\n", "Zm9vY"]
    )
    func nearMisses(text: String) {
        #expect(Base64URL.decode(Array(text.utf8)) == nil)
    }
}
