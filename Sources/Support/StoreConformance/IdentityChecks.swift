import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerService
import SyncCore

/// Checks on users, sessions and intents.
enum IdentityChecks {
    /// Checks on users and their failed attempts.
    static let users: [StoreCheck] = [
        StoreCheck("users are read back as they were added, by id, by name and in order") { store in
            let added = [3, 1, 2].map { Sample.user($0, role: Role.allCases[$0]) }
            try await store.write { books in for user in added { try books.insert(user) } }
            try await store.read { books in
                try expect(books.users(), is: added)
                for user in added {
                    try expect(books.user(user.id), is: user)
                    try expect(books.user(named: user.name), is: user)
                }
                try expect(books.user(404), is: nil)
                try expect(books.user(named: "nobody"), is: nil)
            }
        },
        .transaction("a user's id and name are given once, told apart by their bytes") { books in
            try books.insert(Sample.user(1, named: "caf\u{E9}"))
            try books.insert(Sample.user(2, named: "cafe\u{301}"))
            try expect(books.user(named: "caf\u{E9}")?.id, is: 1)
            try expect(books.user(named: "cafe\u{301}")?.id, is: 2)
            try books.expectRefusals([
                "the same id again": { try books.insert(Sample.user(1, named: "other")) },
                "the same name again": { try books.insert(Sample.user(3, named: "caf\u{E9}")) },
            ])
        },
        .transaction("tries are counted under each key by itself, and replaced") { books in
            let keys: [AttemptKey] = [
                .transfers(1), .transfers(2), .signIns(nameBits: 1, placeBits: 2),
                .signIns(nameBits: 2, placeBits: 1),
            ]
            for key in keys { try expect(books.tries(under: key), is: AttemptRecord()) }
            for (count, key) in keys.enumerated() {
                try books.update(Self.tries(count + 1), under: key)
            }
            try books.update(Self.tries(7), under: keys[1])
            for (key, count) in zip(keys, [1, 7, 3, 4]) {
                try expect(books.tries(under: key), is: Self.tries(count))
            }
            try books.expectRefusal("open tries below zero") {
                try books.update(AttemptRecord(openTryCount: -1), under: keys[0])
            }
            try expect(books.tries(under: keys[0]), is: Self.tries(1))
        },
        .restarting("a restart ends open tries, each of them still counted") { opened in
            let key = AttemptKey.transfers(1)
            try await opened.store.write { try $0.update(Self.tries(6), under: key) }
            let store = try await opened.reopen()
            var expected = Self.tries(6)
            expected.openTryCount = 0
            try expect(try await store.read { try $0.tries(under: key) }, is: expected)
        },
    ]

    /// Checks on sessions and spent steps.
    static let sessions: [StoreCheck] = [
        .transaction("a session is read back as it was opened, and ends once") { books in
            try books.prepare(users: 2)
            let opened = Sample.session(5, of: 2)
            try books.insert(opened)
            try expect(books.session(opened.id), is: opened)
            try expect(books.session(404), is: nil)
            func end(_ reason: SessionEnd, _ seconds: Int64) throws -> Bool {
                try books.endSession(opened.id, for: reason, at: Sample.later(seconds))
            }
            try expect(end(.displaced, 7), is: true)
            try expect(end(.revoked, 9), is: false)
            try expect(books.session(opened.id)?.endedAt, is: Sample.later(7))
            try expect(books.session(opened.id)?.endedFor, is: .displaced)
            try expect(books.session(1)?.endedAt, is: nil)
        },
        .transaction("a session has a user, and its id and token are given once") { books in
            try books.prepare(users: 1)
            try books.expectRefusals([
                "the same session again": { try books.insert(Sample.session(1, token: 2)) },
                "the same token again": { try books.insert(Sample.session(2, token: 1)) },
                "a session of nobody": { try books.insert(Sample.session(2, of: 404)) },
                "the end of no session": {
                    _ = try books.endSession(404, for: .revoked, at: Sample.start)
                },
            ])
        },
        .transaction("a step is spent once by each user, and read back in order") { books in
            try books.prepare(users: 2)
            func spend(_ step: Int64, _ user: UserID) throws -> Bool {
                try books.insertUsedStep(TimeStep(number: step), of: user, at: Sample.start)
            }
            func spent(_ user: UserID, since step: Int64) throws -> [Int64] {
                let used = try books.usedSteps(of: user, since: TimeStep(number: step))
                return used.steps.map(\.number)
            }
            for step in [Int64(30), 10, 20] { try expect(spend(step, 1), is: true) }
            try expect(spend(20, 1), is: false)
            try expect(spend(20, 2), is: true)
            try expect(spent(1, since: 0), is: [10, 20, 30])
            try expect(spent(1, since: 20), is: [20, 30])
            try expect(spent(1, since: 31), is: [])
            try expect(spent(2, since: 0), is: [20])
            try expect(spent(404, since: 0), is: [])
            try books.expectRefusal("a step of nobody") { _ = try spend(40, 404) }
        },
    ]

    /// Checks on intents, decisions and the audit log.
    static let intents: [StoreCheck] = [
        .transaction("what was asked under a key is kept byte for byte, once for ever") { books in
            try books.prepare(users: 1)
            let refused = Sample.intent(1)
            let posted = Sample.intent(2, .posted(4))
            try books.insert(refused)
            try books.insert(posted)
            try expect(books.intent(1), is: refused)
            try expect(books.intent(2), is: posted)
            try expect(books.intent(404), is: nil)
            try books.expectRefusals([
                "the same key again": { try books.insert(Sample.intent(1, .posted(5))) },
                "an intent of nobody": { try books.insert(Sample.intent(3, user: 404)) },
                "an intent of no session": { try books.insert(Sample.intent(3, session: 404)) },
            ])
        },
        .transaction("the audit log has no gaps and is read oldest first") { books in
            let empty = try books.auditHead()
            try expect(empty.number, is: 0)
            try expect(empty.hash, is: .zero)
            let lines = [Sample.line(1), Sample.line(2, count: 40), Sample.line(3, isBare: true)]
            for line in lines { try books.insert(line, hash: Sample.digest(Int(line.number))) }
            let head = try books.auditHead()
            try expect(head.number, is: 3)
            try expect(head.hash, is: Sample.digest(3))
            try expect(books.auditRows(after: 0, limit: 9), is: lines)
            try expect(books.auditRows(after: 1, limit: 1), is: [lines[1]])
            try expect(books.auditRows(after: 3, limit: 9), is: [])
            try expect(books.auditRows(after: 0, limit: 0), is: [])
            for number in [Int64(0), 3, 5] {
                try books.expectRefusal("line \(number) after 3") {
                    try books.insert(Sample.line(number), hash: .zero)
                }
            }
            try books.expectRefusal("a line that stands for nothing") {
                try books.insert(Sample.line(4, count: 0), hash: .zero)
            }
            try expect(books.auditHead().number, is: 3)
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
