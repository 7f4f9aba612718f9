// Goal: Base32 is the one of RFC 4648, and pasted secrets are read whatever their dress.
// Method: the vectors of §10, round trips of all lengths, and texts that no bytes give.

import IdentityCore
import Testing

@Suite("Base32")
struct Base32Tests {
    static let vectors = [
        ("", ""), ("f", "MY======"), ("fo", "MZXQ===="), ("foo", "MZXW6==="), ("foob", "MZXW6YQ="),
        ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI======"),
    ]

    @Test("agrees with RFC 4648 §10 both ways", arguments: vectors)
    func published(plain: String, text: String) {
        #expect(Base32.encode(Array(plain.utf8)) == text.filter { $0 != "=" })
        #expect(Base32.decodePasted(text) == Array(plain.utf8))
    }

    @Test("bytes of every length up to 64 come back")
    func roundTrip() {
        for count in 0...64 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 73 &+ count) }
            #expect(Base32.decodePasted(Base32.encode(bytes)) == bytes)
        }
    }

    @Test(
        "pasted secrets may have lower case, spaces and hyphens",
        arguments: ["mzxw 6ytb oi", "MZXW-6YTB-OI======", " mzxw6ytboi ", "MZXW6YTBOI=="]
    )
    func pasted(text: String) {
        #expect(Base32.decodePasted(text) == Array("foobar".utf8))
    }

    @Test(
        "what no bytes give is refused",
        arguments: [
            "M", "MZX", "MZXW6Y", "MZ", "MZ======", "M1======", "MZXW6YT0", "MZXW6YT8", "MY=====M",
            "MZXW6YTB\n", "MZXWé", "MY==MY==",
        ]
    )
    func refused(text: String) {
        #expect(Base32.decodePasted(text) == nil)
    }
}
