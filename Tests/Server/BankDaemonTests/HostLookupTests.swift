// Goal: a name that cannot be looked up at this moment is not called a wrong setting.
// Method: a name that nobody has, as where no server of names answers.

import BankTestKit
import LedgerService
import Testing

@testable import BankDaemon

@Suite("Names of hosts that cannot be looked up")
struct HostLookupTests {
    // Symptom: while the server of names was away, `listen.host` was "no address of this machine", and
    // operators changed a setting that was right. Cause: a failed look-up was taken for an answer.
    @Test("a failed look-up is a note of the check, and `serve` says it in the same words")
    func failed() async throws {
        let place = try TestPlace()
        try await place.make()
        let host = "no-such-host.invalid"
        let settings = try place.settings(["COUNTERFOILD_LISTEN_HOST": host])
        let error = try await failure { try settings.requireOwnHost() }
        #expect(error.status == .tryLater)
        let beginning = "listen.host names \(host), which could not be looked up ("
        #expect(error.description.hasPrefix(beginning), "\(error)")
        #expect(error.description.contains("). Try again when names can be looked up, or set"))
        let check = BankCheck(place.folder, configuration: settings, now: place.clock.now())
        let report = await check.run()
        #expect(report.findings.isEmpty, "\(report.findings)")
        #expect(report.notes.contains { $0.hasPrefix(beginning) }, "\(report.notes)")
    }
}
