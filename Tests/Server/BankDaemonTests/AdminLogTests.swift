// Goal: the log has every act of an operator, and no secret and no name of it.
// Method: a listener with a log that is kept, and acts that carry passwords and authenticators.

import SystemThreads
import BankTestKit
import CoreVocabulary
import IdentityCore
import LedgerService
import Synchronization
import Testing

@testable import BankDaemon

@Suite("The log of an operator's acts")
struct AdminLogTests {
    private static let password = "eight rivers at dawn"

    @Test("each act is told in the log by its kind and its end, without what it was given or gave")
    func acts() async throws {
        let place = try TestPlace()
        try await place.makeWithUsers()
        let opened = try await place.open()
        let desk = AdminDesk(opened, settings: try place.settings(), clock: place.clock)
        let told = Mutex<[String]>([])
        let listener = try AdminListener(desk, folder: place.folder) { sentence in
            told.withLock { $0.append(sentence) }
        }
        let server = Task { await listener.run() }
        func ask(_ request: AdminRequest) async -> Result<[String]?, any Error> {
            await DetachedThread.run {
                Result { try AdminClient(place.folder).ask(request) { _ in } }
            }
        }
        let secret = TestBank.secret(Array(Self.password.utf8))
        let added = try await ask(
            .addUser(name: "zoya", displayName: "Zoya Khan", role: .customer, password: secret)
        ).get()
        _ = try await ask(.setPassword("asha", secret)).get()
        let again = try await ask(.resetTOTP("asha")).get()
        let refused = await ask(.unlockUser("nobody"))
        #expect(throws: DaemonError.self) { _ = try refused.get() }
        server.cancel()
        await server.value
        try opened.close()

        #expect(
            told.withLock { $0 } == [
                "An operator's add-user is done.", "An operator's set-password is done.",
                "An operator's reset-totp is done.",
                "An operator's unlock-user was not done: status 67.",
            ]
        )
        let log = told.withLock { $0.joined() }
        let shown = try [added, again].map { try OTPAuthURI(parsing: try #require($0?.last)) }
        let canaries =
            shown.map { Base32.encode($0.secret) } + ["zoya", "Zoya", "asha", "nobody"]
            + [Self.password, Base64.encode(Array(Self.password.utf8))]
        for canary in canaries { #expect(!log.contains(canary)) }
    }
}
