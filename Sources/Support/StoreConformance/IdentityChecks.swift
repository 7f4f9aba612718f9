import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerService
import SyncCore

/// Checks on users, sessions and intents.
enum IdentityChecks {
    /// Checks on users and their failed attempts.
    static let users = [
        StoreCheck("users are read back as they were added, by id, by name and in order") { store in
            let added = [3, 1, 2].map { number in
                Sample.user(number, role: Role.allCases[number])
            }
            try await store.write { books in for user in added { try books.insert(user) } }
            try await store.read { books in
                try expect(try books.users(), is: added)
                for user in added {
                    try expect(try books.user(user.id), is: user)
                    try expect(try books.user(named: user.name), is: user)
                }
                try expect(try books.user(Sample.userID(404)), is: nil)
                try expect(try books.user(named: "nobody"), is: nil)
            }
        },
        StoreCheck("a user's id and name are given once, told apart by their bytes") { store in
            try await store.write { books in
                try books.insert(Sample.user(1, named: "caf\u{E9}"))
                try books.insert(Sample.user(2, named: "cafe\u{301}"))
                try expect(try books.user(named: "caf\u{E9}")?.id, is: Sample.userID(1))
                try expect(try books.user(named: "cafe\u{301}")?.id, is: Sample.userID(2))
                try books.expectRefusal("the same id again") {
                    try books.insert(Sample.user(1, named: "other"))
                }
                try books.expectRefusal("the same name again") {
                    try books.insert(Sample.user(3, named: "caf\u{E9}"))
                }
            }
        },
        StoreCheck("tries are counted under each key by itself, and replaced") { store in
            let keys = [
                AttemptKey.transfers(Sample.userID(1)), .transfers(Sample.userID(2)),
                .signIns(nameBits: 1, placeBits: 2), .signIns(nameBits: 2, placeBits: 1),
            ]
            try await store.write { books in
                for key in keys { try expect(try books.tries(under: key), is: AttemptRecord()) }
                for (count, key) in keys.enumerated() {
                    try books.update(Self.tries(count + 1), under: key)
                }
                try books.update(Self.tries(7), under: keys[1])
                for (key, count) in zip(keys, [1, 7, 3, 4]) {
                    try expect(try books.tries(under: key), is: Self.tries(count))
                }
                try books.expectRefusal("open tries below zero") {
                    try books.update(AttemptRecord(openTryCount: -1), under: keys[0])
                }
                try expect(try books.tries(under: keys[0]), is: Self.tries(1))
            }
        },
        StoreCheck(
            "a restart ends open tries, each of them still counted",
            restarting: { opened in
                let key = AttemptKey.transfers(Sample.userID(1))
                try await opened.store.write { try $0.update(Self.tries(6), under: key) }
                let store = try await opened.reopen()
                var expected = Self.tries(6)
                expected.openTryCount = 0
                try expect(try await store.read { try $0.tries(under: key) }, is: expected)
            }
        ),
    ]

    /// Checks on sessions and spent steps.
    static let sessions = [
        StoreCheck("a session is read back as it was opened, and ends once") { store in
            try await store.write { books in
                try books.addUsers(2)
                let opened = Sample.session(5, of: 2)
                try books.insert(opened)
                try expect(try books.session(opened.id), is: opened)
                try expect(try books.session(Sample.sessionID(404)), is: nil)
                func end(_ reason: SessionEnd, _ seconds: Int64) throws -> Bool {
                    try books.endSession(opened.id, for: reason, at: Sample.later(seconds))
                }
                try expect(try end(.displaced, 7), is: true)
                try expect(try end(.revoked, 9), is: false)
                try expect(try books.session(opened.id)?.endedAt, is: Sample.later(7))
                try expect(try books.session(opened.id)?.endedFor, is: .displaced)
                try expect(try books.session(Sample.sessionID(1))?.endedAt, is: nil)
            }
        },
        StoreCheck("a session has a user, and its id and token are given once") { store in
            try await store.write { books in
                try books.addUsers(1)
                try books.expectRefusal("the same session again") {
                    try books.insert(Sample.session(1, token: 2))
                }
                try books.expectRefusal("the same token again") {
                    try books.insert(Sample.session(2, token: 1))
                }
                try books.expectRefusal("a session of nobody") {
                    try books.insert(Sample.session(2, of: 404))
                }
                try books.expectRefusal("the end of no session") {
                    let nobodys = Sample.sessionID(404)
                    _ = try books.endSession(nobodys, for: .revoked, at: Sample.start)
                }
            }
        },
        StoreCheck("a step is spent once by each user, and read back in order") { store in
            try await store.write { books in
                try books.addUsers(2)
                func spend(_ step: Int64, _ user: Int) throws -> Bool {
                    try books.insertUsedStep(
                        TimeStep(number: step),
                        of: Sample.userID(user),
                        at: Sample.start
                    )
                }
                func spent(_ user: Int, since step: Int64) throws -> [Int64] {
                    let since = TimeStep(number: step)
                    let used = try books.usedSteps(of: Sample.userID(user), since: since)
                    return used.steps.map(\.number)
                }
                for step in [Int64(30), 10, 20] { try expect(try spend(step, 1), is: true) }
                try expect(try spend(20, 1), is: false)
                try expect(try spend(20, 2), is: true)
                try expect(try spent(1, since: 0), is: [10, 20, 30])
                try expect(try spent(1, since: 20), is: [20, 30])
                try expect(try spent(1, since: 31), is: [])
                try expect(try spent(2, since: 0), is: [20])
                try expect(try spent(404, since: 0), is: [])
                try books.expectRefusal("a step of nobody") { _ = try spend(40, 404) }
            }
        },
    ]

    /// Checks on intents, decisions and the audit log.
    static let intents = [
        StoreCheck("what was asked under a key is kept byte for byte, once for ever") { store in
            try await store.write { books in
                try books.addUsers(1)
                let refused = Sample.intent(1)
                let posted = Sample.intent(2, .posted(Sample.journalID(4)))
                try books.insert(refused)
                try books.insert(posted)
                try expect(try books.intent(Sample.key(1)), is: refused)
                try expect(try books.intent(Sample.key(2)), is: posted)
                try expect(try books.intent(Sample.key(404)), is: nil)
                try books.expectRefusal("the same key again") {
                    try books.insert(Sample.intent(1, .posted(Sample.journalID(5))))
                }
                try books.expectRefusal("an intent of nobody") {
                    try books.insert(Sample.intent(3, user: 404))
                }
                try books.expectRefusal("an intent of no session") {
                    try books.insert(Sample.intent(3, session: 404))
                }
            }
        },
        StoreCheck("the audit log has no gaps and is read oldest first") { store in
            try await store.write { books in
                let empty = try books.auditHead()
                try expect(empty.number, is: 0)
                try expect(empty.hash, is: .zero)
                let lines = [
                    Sample.line(1), Sample.line(2, count: 40), Sample.line(3, isBare: true),
                ]
                for line in lines {
                    try books.insert(line, hash: Sample.digest(Int(line.number)))
                }
                let head = try books.auditHead()
                try expect(head.number, is: 3)
                try expect(head.hash, is: Sample.digest(3))
                try expect(try books.auditRows(after: 0, limit: 9), is: lines)
                try expect(try books.auditRows(after: 1, limit: 1), is: [lines[1]])
                try expect(try books.auditRows(after: 3, limit: 9), is: [])
                try expect(try books.auditRows(after: 0, limit: 0), is: [])
                for number in [Int64(0), 3, 5] {
                    try books.expectRefusal("line \(number) after 3") {
                        try books.insert(Sample.line(number), hash: .zero)
                    }
                }
                try books.expectRefusal("a line that stands for nothing") {
                    try books.insert(Sample.line(4, count: 0), hash: .zero)
                }
                try expect(try books.auditHead().number, is: 3)
            }
        },
    ]

    /// Makes a record of some attempts that began and were not answered.
    private static func tries(_ count: Int) -> AttemptRecord {
        var record = AttemptRecord()
        for number in 0..<count {
            // Far enough apart that no attempt has to wait for the one before.
            _ = record.state.attempt(at: Sample.later(Int64(number) * 10_000))
            record.openTryCount += 1
        }
        record.countedAt = Sample.later(Int64(count))
        return record
    }
}
