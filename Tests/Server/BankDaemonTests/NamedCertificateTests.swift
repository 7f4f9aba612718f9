// Goal: advice about another issuer's certificate names no command that cannot help.
// Method: settings that name copies outside the bank's own places.

import BankTestKit
import CoreVocabulary
import Testing

@testable import BankDaemon

@Suite("Certificates that the settings name")
struct NamedCertificateTests {
    private func place() async throws -> (place: TestPlace, settings: DaemonConfiguration) {
        let place = try TestPlace()
        try await place.make()
        let own = place.folder.path + "/own"
        try PrivateFile.makeFolder(own)
        let tls = place.folder.tls
        try PrivateFile.copy(tls.serverPath, to: own + "/server.pem")
        try PrivateFile.copy(tls.serverKeyPath, to: own + "/server.key")
        let settings = try place.settings([
            "COUNTERFOILD_TLS_CERTIFICATE": "own/server.pem",
            "COUNTERFOILD_TLS_KEY": "own/server.key",
        ])
        return (place, settings)
    }

    // Symptom: a backup with keys lacked the certificate and the key that the settings name, without a
    // word, and the bank that was put back from it could not be served.
    @Test("a backup tells which files that the settings name are not in it")
    func leftOut() async throws {
        let (place, settings) = try await place()
        let backup = BankBackup(place.folder, clock: place.clock)
        let own = place.folder.path + "/own"
        #expect(backup.filesLeftOut(by: settings) == [own + "/server.key", own + "/server.pem"])
        #expect(backup.filesLeftOut(by: try place.settings()).isEmpty)
        let roundabout = try place.settings(["COUNTERFOILD_TLS_KEY": "own/../tls/server.key"])
        #expect(backup.filesLeftOut(by: roundabout).isEmpty)
    }

    // Symptom: `keys rotate --tls` was advised, which refuses where the settings name another's.
    @Test("no command of the bank is advised for a certificate of somebody else")
    func advice() async throws {
        let (place, settings) = try await place()
        #expect(!settings.namesOwnPair)
        #expect(try place.settings().namesOwnPair)
        let days = TLSFolder.serverDays
        let cases = [
            (days - 10, "ends in 10 days. Have it renewed by whoever issued it."),
            (days + 1, "has expired. \(TLSFolder.clockFirst)have it renewed by whoever issued it."),
            (-1, "a clock that ran ahead: have it made anew by whoever issued it."),
        ]
        for (day, words) in cases {
            let report = await BankCheck(
                place.folder,
                configuration: settings,
                now: TestBank.start.adding(seconds: day * 86_400)
            ).run()
            let told = (report.findings + report.notes).filter { $0.contains("own/server.pem") }
            #expect(told.count == 1)
            let sentence = try #require(told.first)
            #expect(sentence.hasSuffix(words))
        }
    }
}
