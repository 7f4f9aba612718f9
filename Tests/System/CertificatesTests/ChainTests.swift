// Goal: other software accepts our authority's certificates for their purpose, and for nothing
// else.
// Method: chains made here, judged by this library and by openssl(1).

import Certificates
import Cryptography
import Testing

@Suite("Certificates")
struct ChainTests {
    /// 2026-11-20 06:30 UTC.
    static let nowSeconds: Int64 = 1_795_156_200
    static let day: Int64 = 86_400
    static let names: [AlternativeName] = [
        .host("localhost"), .address([127, 0, 0, 1]),
        .address([UInt8](repeating: 0, count: 15) + [1]), .host("bank.example"),
    ]

    private func authority() throws -> CertificateAuthority {
        try .make(
            name: "A private authority",
            validity: Validity(days: 3_650, fromNowSeconds: Self.nowSeconds)
        )
    }

    private func server(
        _ authority: CertificateAuthority,
        days: Int64 = 30
    ) throws -> Certificate {
        try authority.issue(
            .server(names: Self.names),
            for: .generate(),
            validity: Validity(days: days, fromNowSeconds: Self.nowSeconds)
        )
    }

    private func verdict(
        _ certificate: Certificate,
        _ authority: CertificateAuthority,
        host: String = "localhost",
        at seconds: Int64 = Self.nowSeconds
    ) throws -> CertificateVerdict {
        try .of(
            certificate,
            authority: authority.certificate,
            use: .server(host: host),
            atSeconds: seconds
        )
    }

    @Test(
        "a server's certificate is trusted under each of its names and no other",
        arguments: [
            ("localhost", CertificateVerdict.trusted), ("127.0.0.1", .trusted), ("::1", .trusted),
            ("bank.example", .trusted), ("BANK.example", .trusted), ("127.0.0.2", .wrongHost),
            ("evil.example", .wrongHost), ("a.bank.example", .wrongHost), ("example", .wrongHost),
        ]
    )
    func hosts(host: String, expected: CertificateVerdict) throws {
        let authority = try authority()
        #expect(try verdict(server(authority), authority, host: host) == expected)
    }

    @Test("before and after its time a certificate is told apart from a wrong one")
    func times() throws {
        let authority = try authority()
        let certificate = try server(authority)
        let early = Self.nowSeconds - Validity.leewaySeconds - 1
        #expect(try verdict(certificate, authority, at: early) == .notYetValid)
        #expect(try verdict(certificate, authority, at: early + 1) == .trusted)
        let last = Self.nowSeconds + 30 * Self.day
        #expect(try verdict(certificate, authority, at: last - 1) == .trusted)
        #expect(try verdict(certificate, authority, at: last + 1) == .expired)
    }

    @Test("another authority of the same name is not trusted")
    func otherAuthority() throws {
        let certificate = try server(authority())
        #expect(try verdict(certificate, authority()) == .untrusted)
    }

    @Test("a terminal's certificate does not stand in for a server's, nor the other way round")
    func purposes() throws {
        let authority = try authority()
        let name = try #require(DeviceName("branch-12"))
        let device = try authority.issue(
            .device(name),
            for: .generate(),
            validity: Validity(days: 30, fromNowSeconds: Self.nowSeconds)
        )
        #expect(try verdict(device, authority) != .trusted)
        let asDevice = try CertificateVerdict.of(
            server(authority),
            authority: authority.certificate,
            use: .device,
            atSeconds: Self.nowSeconds
        )
        #expect(asDevice == .wrongPurpose)
        let right = try CertificateVerdict.of(
            device,
            authority: authority.certificate,
            use: .device,
            atSeconds: Self.nowSeconds
        )
        #expect(right == .trusted)
        #expect(try CertificateSummary(device).deviceName == name)
    }

    @Test("what was made is read back from PEM with every name, date and fingerprint")
    func summary() throws {
        let authority = try authority()
        let certificate = try server(authority)
        let summary = try CertificateSummary(pem: certificate.pem())
        #expect(summary.subject == "localhost")
        #expect(summary.issuer == "A private authority")
        #expect(summary.names == Self.names)
        #expect(summary.names.map(\.description).contains("::1"))
        #expect(summary.validity == Validity(days: 30, fromNowSeconds: Self.nowSeconds))
        #expect(summary.fingerprint == Digest256(hashing: try certificate.der()))
        #expect(!summary.isAuthority)
        #expect(summary.deviceName == nil)
        #expect(try CertificateSummary(authority.certificate).isAuthority)
    }

    @Test("the days that are left count down to the last one and go on below zero")
    func daysLeft() throws {
        let summary = try CertificateSummary(server(authority()))
        let end = summary.validity.throughSeconds
        #expect(summary.daysLeft(atSeconds: Self.nowSeconds) == 30)
        #expect(summary.daysLeft(atSeconds: end - Self.day + 1) == 0)
        #expect(summary.daysLeft(atSeconds: end) == 0)
        #expect(summary.daysLeft(atSeconds: end + 1) == -1)
    }

    @Test("a key comes back from PEM and fits its own certificate alone")
    func keys() throws {
        let authority = try authority()
        let key = try CertificateKey.generate()
        let certificate = try authority.issue(
            .server(names: [.host("localhost")]),
            for: key,
            validity: Validity(days: 1, fromNowSeconds: Self.nowSeconds)
        )
        let again = try CertificateKey(pem: key.pem())
        #expect(again.fits(certificate))
        #expect(!authority.key.fits(certificate))
    }

    @Test("an authority that was read back issues as before")
    func rereadAuthority() throws {
        let made = try authority()
        let read = CertificateAuthority(
            certificate: try Certificate(pem: made.certificate.pem()),
            key: try CertificateKey(pem: made.key.pem())
        )
        #expect(try verdict(server(read), made) == .trusted)
    }

    @Test("what is no PEM, and names that nobody can have, are refused")
    func refusals() throws {
        #expect(throws: CertificateError.self) { _ = try Certificate(pem: Array("hello".utf8)) }
        #expect(throws: CertificateError.self) { _ = try Certificate(pem: []) }
        let text = SharedSecret(capacity: 8)
        #expect(throws: CertificateError.self) { _ = try CertificateKey(pem: text) }
        let authority = try authority()
        let key = try CertificateKey.generate()
        let validity = Validity(days: 1, fromNowSeconds: Self.nowSeconds)
        for names: [AlternativeName] in [
            [], [.host("")], [.host("a b")], [.host("ok"), .address([])], [.uri("né")],
        ] {
            #expect(throws: CertificateError.self) {
                _ = try authority.issue(.server(names: names), for: key, validity: validity)
            }
        }
        let backwards = Validity(fromSeconds: 2, throughSeconds: 1)
        #expect(throws: CertificateError.self) {
            _ = try authority.issue(
                .server(names: Self.names),
                for: key,
                validity: backwards
            )
        }
    }

    @Test("texts are host names, addresses or neither")
    func texts() {
        #expect(AlternativeName("10.0.0.1") == .address([10, 0, 0, 1]))
        #expect(AlternativeName("bank.example") == .host("bank.example"))
        for bad in ["", "a..b", "-a", "a-", "*.example", "a_b", "a b", "x\n"] {
            #expect(AlternativeName(bad) == nil, "\(bad)")
        }
        #expect(DeviceName("branch-12")?.text == "branch-12")
        for bad in ["", "a/b", "a.b", String(repeating: "a", count: 65)] {
            #expect(DeviceName(bad) == nil, "\(bad)")
        }
    }
}
