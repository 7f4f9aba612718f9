import BankTestKit
import CoreVocabulary
import Cryptography
import GRDB
import IdentityCore
import Testing
import WireProtocol

@testable import LedgerService
@testable import LedgerStoreSQLite

/// Goal: books of the first release open, and everybody in them can go on.
///
/// Method: the tables of the first step alone, with a user and two sessions written as that release
/// wrote them; then opened as they are now.
struct EarlierBooksTests {
    private static let userID = UserID(rawValue: 7)
    private static let live = SessionID(rawValue: 8)
    private static let over = SessionID(rawValue: 9)

    private func earlierBooks(_ path: String, _ masterKey: MasterKey) throws {
        let books = try DatabaseQueue(path: path)
        defer { try? books.close() }
        try Schema.migrator.migrate(books, upTo: "1 books")
        let password = TestBank.password
        let salt = [UInt8](repeating: 3, count: PasswordRecord.saltByteCount)
        let record = PasswordRecord(
            hashing: Array(password.utf8).span,
            salt: salt,
            parameters: .weakForTests
        )
        let totp = masterKey.seal(Self.secret, .totpSecret, ownerBits: Self.userID.rawValue)
        let storage = masterKey.seal(
            [UInt8](repeating: 5, count: 32),
            .storageKey,
            ownerBits: Self.userID.rawValue
        )
        let user = blob(Self.userID.bytes)
        let opened = TestBank.start.nanosecondsSinceEpoch
        let end = TestBank.start.adding(seconds: 86_400).nanosecondsSinceEpoch
        let sessions = [Self.live, Self.over].map { id in
            let hash = blob(SHA256.digest(of: id.bytes).bytes)
            return "(\(blob(id.bytes)), \(user), \(hash), x'00', \(opened), \(end))"
        }
        try books.write { database in
            try database.execute(
                sql: """
                    INSERT INTO user (user_id, name, display_name, role, password, totp_algorithm,
                        totp_digits, totp_period, totp_secret, storage_key, added_at)
                    VALUES (\(user), 'asha', 'Asha', 'customer', '\(record.storedText)', 1, 6, 30,
                        \(blob(totp)), \(blob(storage)), 0);
                    INSERT INTO session VALUES \(sessions.joined(separator: ", "));
                    INSERT INTO session_end VALUES (\(blob(Self.over.bytes)), \(opened));
                    """
            )
        }
    }

    private func blob(_ bytes: [UInt8]) -> String { "x'\(Hex.encode(bytes))'" }

    private static let secret = (0..<20).map { UInt8($0) }

    @Test("a user of the first release signs in, and sessions from then are kept but not renewed")
    func goesOn() async throws {
        let folder = try #require(TemporaryFolder())
        let path = folder.path + "/bank.db"
        let masterKey = try MasterKey(TestBank.secret([UInt8](repeating: 1, count: 32)))
        try earlierBooks(path, masterKey)
        let store = try LedgerStoreSQLite(path: path)
        let clock = TestClock(TestBank.start)
        let bank = Bank(
            store: store,
            masterKey: masterKey,
            clock: clock,
            random: SeededRandom(seed: 1),
            log: KeptLog(),
            configuration: .forTests
        )
        let user = try #require(try await store.read { try $0.user(Self.userID) })
        #expect(user.role == .customer)
        #expect(!user.isDisabled)
        let (live, over) = try await store.read { reader in
            (try reader.session(Self.live), try reader.session(Self.over))
        }
        #expect(live?.endedAt == nil)
        #expect(over?.endedFor == .signedOut)
        let open = try await store.read { try $0.openSessions(of: Self.userID, at: TestBank.start) }
        #expect(open.isEmpty)

        let code = TOTP.standard.code(
            for: TOTP.standard.step(at: clock.now()),
            secret: Self.secret.span
        )
        let request = SignInRequest(
            user: "asha",
            password: Array(TestBank.password.utf8),
            code: Array(code.revealedDigits.utf8)
        )
        let envelope = RequestEnvelope(token: nil, request: .signIn(request))
        guard case .signedIn(let reply) = await bank.handle(envelope, from: .inProcess) else {
            Issue.record("not signed in")
            return
        }
        let again = RequestEnvelope(token: reply.tokens.access, request: .sessions)
        guard case .sessions(let sessions) = await bank.handle(again, from: .inProcess) else {
            Issue.record("no sessions")
            return
        }
        #expect(sessions.map(\.id) == [reply.sessionID])
        #expect(try await store.check() == nil)
    }
}
