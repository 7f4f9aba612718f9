import NIOHTTP1
import Testing

@testable import LedgerHTTP

// Goal: one host, written as a host is, and nothing else.
// Method: the reader of `Host` alone.

@Suite struct HeadJudgeTests {
    @Test(
        "a host is read with and without its port, in either case",
        arguments: [
            ("bank.example", "bank.example"), ("BANK.example:8443", "bank.example"),
            ("127.0.0.1:1", "127.0.0.1"), ("[::1]", "[::1]"),
            ("[2001:DB8::1]:65535", "[2001:db8::1]"),
            ("a:", "a"), ("a_b-c~", "a_b-c~"),
        ]
    )
    func hosts(text: String, host: String) {
        #expect(HeadJudge.hostName(text) == host)
    }

    // Symptom: a path whose first name began with a mark named another host than `Host` did. Cause: to Swift
    // its slash is another character, so that it was read as an address of its own.
    @Test("a target that begins with a slash names no host, whatever follows the slash")
    func markedTarget() {
        let head = HTTPRequestHead(
            version: .http1_1,
            method: .GET,
            uri: "/\u{301}://other.example/",
            headers: ["host": "bank.example"]
        )
        let judge = HeadJudge(hosts: ["bank.example"])
        #expect(judge.refusal(of: head) == nil)
    }

    @Test(
        "whatever else stands there is no host",
        arguments: [
            "", ":8443", "a b", "a,b", "a/b", "a?b", "u@a", "a:1:2", "a:x", "a:123456", "[]",
            "[::1",
            "[a]x", "::1", "%61", "ä",
        ]
    )
    func others(text: String) {
        #expect(HeadJudge.hostName(text) == nil)
    }
}
