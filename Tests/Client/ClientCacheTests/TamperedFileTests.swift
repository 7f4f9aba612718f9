@testable import ClientCache
@testable import ClientService
import CoreVocabulary
import Cryptography
import Foundation
import GRDB
import MoneyCore
import SyncCore
import Testing
import WireProtocol

// Goal: any change of the closed record file is found by the next session, which names the row,
// shows the account as unverified, keeps the evidence, and repairs it; and the disk reveals
// nothing, whichever way a session ended.
// Method: a client over real files, which are changed, swapped for older ones and searched between
// its sessions.

@Suite struct TamperedFileTests {
    private static let password = "Password-Suryanarayana"
    let folder: TemporaryFolder
    let bank: SampleBank

    init() throws {
        folder = try TemporaryFolder()
        bank = SampleBank(try Sample.feed(12))
    }

    private func makeClient(of other: SampleBank? = nil) throws -> Client {
        var settings = ClientSettings()
        settings.unlockCost = .weakForTests
        return Client(
            link: other ?? bank,
            storage: try SealedFileStorage(folder: folder.path),
            clock: other ?? bank,
            random: SplitMix64(seed: 3),
            zone: .india,
            settings: settings
        )
    }

    private func secret(_ text: String) -> SharedSecret {
        SharedSecret(copying: Array(text.utf8).span)
    }

    /// Signs in; nothing is read or asked for yet.
    func signedIn(at other: SampleBank? = nil) async throws -> Client {
        let client = try makeClient(of: other)
        let outcome = await client.signIn(
            user: "suryanarayana",
            password: secret(Self.password),
            code: secret("123456")
        )
        guard case .signedIn = outcome else {
            Issue.record("sign-in ended with \(outcome)")
            return client
        }
        return client
    }

    func settle(_ client: Client) async {
        for _ in 0..<100 {
            switch await client.nextWork {
            case nil: return
            case .request(_, let wait)? where wait > 0: return
            case .pause?: await client.advance(.pauseEnded)
            default: _ = await client.stepFeed()
            }
        }
        Issue.record("the client has no end of work")
    }

    /// A first session that fetched everything, and ended.
    func leaveRecord(of other: SampleBank? = nil) async throws {
        let client = try await signedIn(at: other)
        await settle(client)
        guard case .live = await client.status().freshness else {
            Issue.record("the first session did not come to the head")
            return
        }
        await client.signOut()
    }

    private var recordPath: String {
        "\(folder.path)/\(Sample.user)/1/\(RecordSchema.fileName)"
    }

    func tamper(_ change: (Database) throws -> Void) throws {
        let queue = try DatabaseQueue(path: recordPath)
        try queue.write { try change($0) }
        try queue.close()
    }

    /// Opens the changed record, has it checked, and follows it until it is right again.
    private func expectRepair(
        of account: AccountID,
        at sequence: Int64,
        _ comment: Comment
    ) async throws {
        let client = try await signedIn()
        try #require(await client.isOpen)
        await client.checkRecord()
        #expect(await client.status().freshness == .unverified, comment)
        let doubts = try await client.syncReport().divergences.filter { !$0.isRepaired }
        #expect(
            doubts.contains {
                $0.fault.accountID == account && $0.fault.accountSequence == sequence
            },
            comment
        )
        await settle(client)
        let report = try await client.syncReport()
        #expect(report.divergences.allSatisfy { $0.isRepaired }, comment)
        #expect(!report.divergences.isEmpty, comment)
        guard case .live = await client.status().freshness else {
            Issue.record(comment)
            return
        }
        let entries = try await client.entries(of: account, places: 0..<12, among: nil)
        #expect(entries.map(\.accountSequence) == (1...12).reversed(), comment)
        await client.signOut()
    }

    @Test("a flipped byte is found, named, kept as evidence and repaired")
    func flippedByte() async throws {
        try await leaveRecord()
        try tamper { database in
            let sql = "SELECT sealed FROM entry WHERE account = ? AND sequence = 5"
            let id = Data(Sample.savings.bytes)
            var sealed = try #require(try Data.fetchOne(database, sql: sql, arguments: [id]))
            sealed[20] ^= 4
            try database.execute(
                sql: "UPDATE entry SET sealed = ? WHERE account = ? AND sequence = 5",
                arguments: [sealed, id]
            )
        }
        try await expectRepair(of: Sample.savings, at: 5, "a flipped byte")
    }

    @Test("a deleted row is found, named and repaired")
    func deletedRow() async throws {
        try await leaveRecord()
        try tamper { database in
            try database.execute(
                sql: "DELETE FROM entry WHERE account = ? AND sequence = 7",
                arguments: [Data(Sample.current.bytes)]
            )
        }
        try await expectRepair(of: Sample.current, at: 7, "a deleted row")
    }

    @Test("a swapped pair is found, named from its first row, kept as evidence and repaired")
    func swappedPair() async throws {
        try await leaveRecord()
        try tamper { database in
            let id = Data(Sample.savings.bytes)
            for (from, to) in [(3, 99), (4, 3), (99, 4)] {
                try database.execute(
                    sql: "UPDATE entry SET sequence = ? WHERE account = ? AND sequence = ?",
                    arguments: [to, id, from]
                )
            }
        }
        try await expectRepair(of: Sample.savings, at: 3, "a swapped pair")
    }

    // Symptom: money that was held was shown as available, and live. Cause: each row was sealed by
    // itself, and an older copy of one account's row is as well sealed as the last.
    @Test("an older copy of one account's row is neither live nor cached, and is told again")
    func olderRow() async throws {
        try await leaveRecord()
        let other = try TemporaryFolder()
        let older = "\(other.path)/older.sqlite"
        try write(try contents(of: recordPath), to: older)
        let held = FeedChange.account(Sample.account(heldMinorUnits: 500))
        let later = SampleBank(try Sample.feed(12) + [held])
        try await leaveRecord(of: later)
        let queue = try DatabaseQueue(path: recordPath)
        try queue.inDatabase { database in
            try database.execute(sql: "ATTACH ? AS older", arguments: [older])
            try database.execute(
                sql: """
                    INSERT OR REPLACE INTO main.account SELECT * FROM older.account
                    WHERE account = ?
                    """,
                arguments: [Data(Sample.savings.bytes)]
            )
        }
        try queue.close()
        let client = try await signedIn(at: later)
        #expect(await client.status().freshness == .unverified)
        let before = try await client.accounts()
        #expect(before.first?.balance.held.minorUnits == 0)
        #expect(before.first?.balance.freshness == .unverified)
        await settle(client)
        #expect(later.requests.count { if case .records = $0 { true } else { false } } == 1)
        let after = try #require(try await client.accounts().first)
        #expect(after.balance.held.minorUnits == 500)
        guard case .live = after.balance.freshness else {
            Issue.record("the account was not put right")
            return
        }
        await client.signOut()
    }

    @Test("an older copy of the file is found, each account named at its last row, and repaired")
    func olderCopy() async throws {
        try await leaveRecord(of: SampleBank(try Sample.feed(6)))
        let older = try contents(of: recordPath)
        try await leaveRecord()
        try write(older, to: recordPath)
        try await expectRepair(of: Sample.savings, at: 6, "an older copy")
    }

    @Test("the copy of the last session itself is no older copy, however often it is opened")
    func sameCopy() async throws {
        for _ in 0..<3 {
            try await leaveRecord()
            let client = try await signedIn()
            #expect(try await client.syncReport().divergences.isEmpty)
            await client.signOut()
        }
    }

    @Test("a process that ended without closing leaves no older copy behind")
    func killed() async throws {
        try await leaveRecord()
        let client = try await signedIn()
        await settle(client)
        // The files as they lie there while the process lives.
        let crashed = try TemporaryFolder()
        for name in ["\(Sample.user)", "\(Sample.user)/1"] {
            try FileSystem.makePrivateFolder("\(crashed.path)/\(name)")
        }
        for file in try folder.files() where !file.contains("/leases/") {
            try write(
                try contents(of: file),
                to: crashed.path + file.dropFirst(folder.path.count)
            )
        }
        let stores = try SealedFileStorage(folder: crashed.path)
            .open(userID: Sample.user, storageKey: key())
        #expect(try await stores.records.state().doubts.isEmpty)
        await client.signOut()
    }

    @Test(
        "nothing in the clear lies on the disk while signed in, after sign-out, wipe or lease end"
    )
    func nothingInTheClear() async throws {
        try await leaveRecord()
        try expectNothingReadable("after sign-out")
        let client = try await signedIn()
        await settle(client)
        try expectNothingReadable("while signed in")
        bank.setProblem(Problem(code: .wipe, wipeNonce: [1, 2, 3]))
        await client.refresh()
        await settle(client)
        #expect(await !client.isOpen)
        #expect(await client.status().notice == .wiped)
        try expectNothingReadable("after the wipe")
        let left = try folder.files().compactMap { $0.split(separator: "/").last }
        #expect(!left.contains { $0.hasSuffix(".lease") || RecordSchema.isRecordFile(String($0)) })
        #expect(left.contains { $0 == OutboxSchema.fileName })
        bank.setProblem(nil)
        try await leaveRecord()
        bank.advance(seconds: 3_600)
        let outcome = await (try makeClient()).openOffline(
            user: "suryanarayana",
            password: secret(Self.password)
        )
        #expect(outcome == .leaseEnded)
        #expect(try !folder.files().contains { $0.hasSuffix(".lease") })
        try expectNothingReadable("after the lease's end")
    }

    @Test("the record opens offline from the files, and the lease is one file of mode 0600")
    func offline() async throws {
        try await leaveRecord()
        let leases = try folder.files().filter { $0.hasSuffix(".lease") }
        #expect(leases.count == 1)
        for file in try folder.files() { #expect(try mode(of: file) == 0o600) }
        bank.setDown(true)
        let client = try makeClient()
        let outcome = await client.openOffline(
            user: "suryanarayana",
            password: secret(Self.password)
        )
        guard case .opened = outcome else {
            Issue.record("it ended with \(outcome)")
            return
        }
        #expect(try await client.accounts().count == 2)
        #expect(try await client.payees().map(\.name) == [Sample.payeeName])
        let other = try makeClient()
        #expect(
            await other.openOffline(user: "suryanarayana", password: secret("wrong")) == .refused
        )
        await client.signOut()
    }

    private func expectNothingReadable(_ comment: Comment) throws {
        let secrets: [[UInt8]] =
            [
                Sample.holder, Sample.counterparty, Sample.reference, Sample.payeeName,
                Sample.number, Self.password, "suryanarayana",
            ].map { Array($0.utf8) } + [
                [UInt8](repeating: 3, count: 32),
                withUnsafeBytes(of: Sample.amount.bigEndian) { Array($0) },
            ]
        for file in try folder.files() {
            let data = Data(try contents(of: file))
            for secret in secrets {
                #expect(data.range(of: Data(secret)) == nil, "\(comment): \(file)")
            }
        }
    }
}
