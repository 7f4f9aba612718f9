import ClientTransport
import Testing

/// Goal: an address of a bank is read one way or refused for one reason.
///
/// Method: texts and what they come to.
struct ServerAddressTests {
    @Test(
        "an address over TLS has a host, and port 443 unless it names another",
        arguments: [
            ("https://bank.example", "bank.example", 443),
            ("https://bank.example/", "bank.example", 443),
            ("https://Bank.Example:8443", "bank.example", 8_443),
            ("HTTPS://10.0.0.7:1", "10.0.0.7", 1),
            ("https://[::1]:8443", "[::1]", 8_443),
            ("https://[fe80::1]", "[fe80::1]", 443),
        ]
    )
    func hosts(text: String, host: String, port: UInt16) throws {
        #expect(try ServerAddress(text) == .https(host: host, port: port))
    }

    @Test("an address of a socket is a path")
    func socket() throws {
        let address = try ServerAddress("unix:///run/counterfoil/bank.sock")
        #expect(address == .socket(path: "/run/counterfoil/bank.sock"))
        #expect(address.text == "unix:///run/counterfoil/bank.sock")
    }

    @Test(
        "what is no address is refused for the first thing that is wrong",
        arguments: [
            ("http://bank.example", ServerAddress.Failure.withoutTLS),
            ("bank.example", .unknownScheme), ("ftp://bank.example", .unknownScheme),
            ("", .unknownScheme), ("https://", .hostInvalid),
            ("https://user@bank.example", .hostInvalid), ("https://bank..example", .hostInvalid),
            ("https://.example", .hostInvalid), ("https://bank example", .hostInvalid),
            ("https://[nonsense]", .hostInvalid), ("https://bank.example:0", .portInvalid),
            ("https://bank.example:65536", .portInvalid), ("https://bank.example:", .portInvalid),
            ("https://bank.example:+1", .portInvalid), ("https://bank.example:01", .portInvalid),
            ("https://bank.example/v1", .hasMore), ("https://bank.example?x", .hasMore),
            ("unix://relative", .socketPathInvalid), ("unix:///", .socketPathInvalid),
            ("unix:///" + String(repeating: "a", count: 107), .socketPathTooLong),
        ]
    )
    func refusals(text: String, failure: ServerAddress.Failure) {
        #expect(throws: failure) { try ServerAddress(text) }
    }

    @Test(
        "an address printed is the address read",
        arguments: ["https://bank.example", "https://bank.example:8443", "https://[::1]:9"]
    )
    func roundTrip(text: String) throws {
        #expect(try ServerAddress(text).text == text)
    }

    @Test(
        "a proxy is a host with a port",
        arguments: [
            ("http://proxy.example:3128", "proxy.example", 3_128),
            ("http://proxy.example:3128/", "proxy.example", 3_128),
            ("proxy.example", "proxy.example", 1_080), ("[::1]:8080", "[::1]", 8_080),
        ]
    )
    func proxies(text: String, host: String, port: UInt16) throws {
        let proxy = try ProxyAddress(text)
        #expect(proxy.host == host)
        #expect(proxy.port == port)
    }

    @Test("a socket's path begins with a slash, though its first name begins with a mark")
    func markedSocket() throws {
        #expect(try ServerAddress("unix:///\u{301}x.sock") == .socket(path: "/\u{301}x.sock"))
    }

    @Test(
        "what is no proxy of ours is refused for its reason",
        arguments: [
            ("socks5://proxy.example", ProxyAddress.Failure.unknownScheme),
            ("https://proxy.example", .unknownScheme),
            ("http://user:secret@proxy.example", .hasCredentials), ("", .hostInvalid),
            ("http://user:secret@\u{301}proxy.example", .hasCredentials),
            ("http://proxy.example:port", .hostInvalid), ("http://proxy.example/x", .hostInvalid),
        ]
    )
    func proxyRefusals(text: String, failure: ProxyAddress.Failure) {
        #expect(throws: failure) { try ProxyAddress(text) }
    }

    @Test(
        "an exception names a host or a domain above it",
        arguments: [
            ("bank.example", "bank.example", true), ("bank.example", "example", true),
            ("bank.example", ".example", true), ("bank.example", "other, .Example", true),
            ("bank.example", "*", true), ("bank.example", "", false),
            ("bank.example", "ank.example", false), ("bank.example", "bank.example.org", false),
            ("10.0.0.7", "10.0.0.7 10.0.0.8", true),
        ]
    )
    func exceptions(host: String, list: String, isException: Bool) {
        #expect(ProxyAddress.isException(host, in: list) == isException)
    }
}
