import Testing
import WireProtocol

@Suite struct BearerTokenTests {
    @Test("a token is read back from its header as it was")
    func readBack() {
        let token = Array("eyJhbGciOiJFZERTQSJ9.e30.c2ln-_~".utf8)
        #expect(BearerToken.bytes(ofHeaderValue: BearerToken.headerValue(token)) == token)
    }

    // Source: RFC 9110 §11.1.
    @Test("upper and lower case of the scheme are one", arguments: ["bearer", "BEARER", "Bearer"])
    func scheme(word: String) {
        #expect(BearerToken.bytes(ofHeaderValue: "\(word) abc") == Array("abc".utf8))
    }

    @Test("another scheme, no token, a second space and a byte out of place are refused")
    func refusals() {
        let values = [
            "", "Bearer", "Bearer ", "Basic abc", "Bearerabc", "Bearer  abc", "Bearer a\nb",
        ]
        for value in values {
            #expect(BearerToken.bytes(ofHeaderValue: value) == nil, "\(value)")
        }
        let long = String(repeating: "a", count: BearerToken.byteLimit + 1)
        #expect(BearerToken.bytes(ofHeaderValue: "Bearer \(long)") == nil)
    }

    @Test("a byte that could begin another header never reaches the line")
    func injection() {
        let value = BearerToken.headerValue(Array("abc\r\nX-Role: supervisor".utf8))
        #expect(!value.utf8.contains(13) && !value.utf8.contains(10))
    }
}
