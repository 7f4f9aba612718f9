// Goal: a certificate that is not in its time is told of with the way out, whichever clock was wrong.
// Method: certificates made under clocks that ran ahead; authorities of terminals near their ends.

import BankTestKit
import Certificates
import CoreVocabulary
import Testing

@testable import BankDaemon

@Suite("The time of certificates")
struct CertificateTimeTests {
    private static let daySeconds: Int64 = 86_400

    private func place() async throws -> TestPlace {
        let place = try TestPlace()
        try await place.make()
        return place
    }

    private func instant(days: Int64) -> Instant {
        TestBank.start.adding(seconds: days * Self.daySeconds)
    }

    // Symptom: `keys rotate --tls` under a clock that ran ahead shut everybody out, and `check` asked
    // only if the clock was right, which it was by then.
    @Test("a certificate made under a clock that ran ahead is told of with what makes it anew")
    func aheadOfTime() async throws {
        let place = try await place()
        let tls = place.folder.tls
        let terminal = try #require(DeviceName("branch-1"))
        let ahead = instant(days: 3)
        try tls.issueServer(names: place.settings().certificateNames, now: ahead)
        try tls.issueDevice(terminal, now: ahead)
        let start = ZoneOffset.utc.text(of: ahead.adding(seconds: -Validity.leewaySeconds))
        let data = "--data \(place.folder.path)"
        let findings = try await place.check().findings
        #expect(findings.count == 2)
        for (path, command) in [
            (tls.serverPath, "keys rotate --tls"),
            (tls.devicePath(terminal), "keys device branch-1 --renew"),
        ] {
            let sentence = findings.first { $0.hasPrefix(path) } ?? ""
            #expect(sentence.contains("is not valid yet, but from \(start) on. First compare"))
            #expect(sentence.contains("made under a clock that ran ahead"))
            #expect(sentence.hasSuffix(" counterfoild \(command) \(data)"), "\(sentence)")
        }
        try tls.issueServer(names: place.settings().certificateNames, now: place.clock.now())
        try tls.issueDevice(terminal, now: place.clock.now())
        #expect(try await place.check() == BankCheck.Report())
    }

    // Symptom: of a bank that was made under a clock that ran ahead nobody said that it needs a new
    // authority, and the command that was left to try ended with 78.
    @Test("of an authority that is not valid yet it is said that a new one is needed")
    func earlyAuthority() async throws {
        let place = try await place()
        let tls = place.folder.tls
        let early = instant(days: -365)
        let start = ZoneOffset.utc.text(of: TestBank.start.adding(seconds: -Validity.leewaySeconds))
        let findings = try await place.check(at: early).findings
        let sentence = findings.first { $0.hasPrefix("\(tls.authorityPath), ") } ?? ""
        #expect(sentence.contains("is not valid yet, but from \(start) on"))
        #expect(sentence.contains(TLSFolder.clockFirst))
        #expect(sentence.contains(TLSFolder.newAuthority))
        // No command helps under it, so none is named.
        #expect(!findings.contains { $0.contains(".pem") && $0.contains("counterfoild keys") })
        let names = try place.settings().certificateNames
        let error = #expect(throws: DaemonError.self) {
            try tls.issueServer(names: names, now: early)
        }
        #expect(error?.description == sentence)
    }

    // Symptom: under a clock that ran ahead "the authority has expired … make a new authority", and no
    // word of the clock.
    @Test("before anything that has expired is replaced, the clock is to be looked at")
    func expired() async throws {
        let place = try await place()
        let tls = place.folder.tls
        let server = try await place.check(at: instant(days: TLSFolder.serverDays + 1)).findings
            .first { $0.hasPrefix(tls.serverPath) }
        #expect(server?.contains("has expired. \(TLSFolder.clockFirst)renew it with: ") == true)
        let late = instant(days: TLSFolder.authorityDays + 1)
        let authority = try await place.check(at: late).findings
            .first { $0.hasPrefix("\(tls.authorityPath), ") }
        #expect(authority?.contains("\(TLSFolder.clockFirst)no command renews it: ") == true)
    }

    /// An authority of terminals that somebody else has, made some days after the bank.
    private func authority(_ place: TestPlace, _ name: String, days: Int64) throws -> TLSFolder {
        let tls = TLSFolder(path: "\(place.top)/\(name)")
        try PrivateFile.makeFolder(tls.path)
        try tls.makeAuthority(named: name, now: instant(days: days))
        return tls
    }

    private func report(_ place: TestPlace, _ path: String) async throws -> BankCheck.Report {
        let settings = try place.settings([
            "COUNTERFOILD_TLS_AUTHORITY": path,
            "COUNTERFOILD_TLS_REQUIRE_TERMINALS_FOR_STAFF": "true",
        ])
        // Customers need no terminal, so a server starts.
        try settings.requireAuthority()
        return await BankCheck(place.folder, configuration: settings, now: place.clock.now()).run()
    }

    // Symptom: "Everything holds.", and nobody of the staff could sign in: the authority that
    // tls.authority names had expired. Cause: only whether it is one was looked at.
    @Test("the dates of the authority that the settings name are looked at, and told ahead")
    func named() async throws {
        let place = try await place()
        let days = TLSFolder.authorityDays
        let sound = try authority(place, "sound", days: -10)
        #expect(try await report(place, sound.authorityPath) == BankCheck.Report())
        let ended = try authority(place, "ended", days: -days - 1)
        let early = try authority(place, "early", days: 1)
        for (tls, words) in [(ended, "has expired, so no"), (early, "is not valid yet, but from ")]
        {
            let report = try await report(place, tls.authorityPath)
            #expect(report.findings.count == 1 && report.notes.isEmpty, "\(report)")
            let sentence = report.findings.first ?? ""
            let name = "The authority of terminals in \(tls.authorityPath) "
            #expect(sentence.hasPrefix(name + words), "\(sentence)")
            #expect(sentence.contains("nobody of the staff can sign in at one"))
            #expect(sentence.contains(TLSFolder.clockFirst))
        }
        let soon = try authority(place, "soon", days: 12 - days)
        let report = try await report(place, soon.authorityPath)
        #expect(report.findings.isEmpty)
        #expect(report.notes.count == 1)
        #expect(report.notes.first?.contains(" ends in 12 days, and with it every ") == true)
    }

    @Test("of several authorities in one file each is looked at, and named")
    func several() async throws {
        let place = try await place()
        let ended = try authority(place, "ended", days: -TLSFolder.authorityDays - 1)
        let sound = try authority(place, "sound", days: -10)
        let both = place.top + "/both.pem"
        let limit = TLSFolder.fileByteLimit
        try PrivateFile.write(
            PrivateFile.read(ended.authorityPath, byteLimit: limit)
                + PrivateFile.read(sound.authorityPath, byteLimit: limit),
            to: both,
            mode: PrivateFile.publicMode
        )
        let findings = try await report(place, both).findings
        #expect(findings.count == 1)
        let name = "The authority of terminals 'ended' in \(both) has expired"
        #expect(findings.first?.hasPrefix(name) == true, "\(findings)")
    }

    // Symptom: of a whole key that tls.authority named, `check` said to put it back from its copy or to
    // make a new authority. Cause: whose place a file is was not held against what it was read as.
    @Test(
        "a setting that names a key for a certificate, or the reverse, is what is wrong",
        arguments: [
            ("AUTHORITY", "tls/ca.key", "A private key belongs there"),
            ("AUTHORITY", "tls/devices/branch-1.key", "A private key belongs there"),
            ("CERTIFICATE", "tls/server.key", "A private key belongs there"),
            ("KEY", "tls/server.pem", "A certificate belongs there"),
        ]
    )
    func wrongSetting(setting: String, file: String, words: String) async throws {
        let place = try await place()
        let settings = try place.settings(["COUNTERFOILD_TLS_\(setting)": file])
        let findings = await BankCheck(
            place.folder,
            configuration: settings,
            now: place.clock.now()
        ).run().findings
        let told = findings.filter { $0.hasPrefix("\(place.folder.path)/\(file): ") }
        #expect(told.count == 1, "\(findings)")
        let cause = "\(words), so the setting that names the file is wrong"
        #expect(told.first?.contains(cause) == true)
        #expect(!findings.contains { $0.contains("Put the file back") })
        #expect(!findings.contains { $0.contains("new authority") })
    }
}
