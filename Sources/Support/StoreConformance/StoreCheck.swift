package import LedgerService

/// One guarantee that every store of the bank's books has to keep.
///
/// A test target runs all of them over its store:
/// `@Test(arguments: StoreCheck.all) func conforms(check: StoreCheck) async throws`.
package struct StoreCheck: Sendable, CustomStringConvertible {
    /// A store with empty books, and a function that restarts its process.
    package struct Opened: Sendable {
        /// The opened store under test.
        package let store: any LedgerStore
        /// Closes the store and opens another one over the same books.
        package let reopen: @Sendable () async throws -> any LedgerStore

        /// Creates the value from its parts.
        package init(
            store: any LedgerStore,
            reopen: @escaping @Sendable () async throws -> any LedgerStore
        ) {
            self.store = store
            self.reopen = reopen
        }
    }

    /// The checks of all guarantees.
    package static let all: [StoreCheck] =
        AccountChecks.accounts
        + TransferChecks.transfers
        + PendingChecks.pendings
        + MakerChecks.makers
        + EntryChecks.entries
        + ExportChecks.exports
        + FeedChecks.feed
        + FeedChecks.grants
        + IdentityChecks.users
        + SignInChecks.signIns
        + IdentityChecks.sessions
        + IdentityChecks.intents
        + KeyChecks.keys
        + SyncChecks.agreement
        + EvidenceChecks.evidence
        + TokenChecks.tokens
        + TokenChecks.ends
        + TransactionChecks.transactions
        + TransactionChecks.concurrency

    /// The guarantee as a sentence.
    package let name: String
    /// Runs the check over a new store with empty books, and throws ``StoreCheckFailure`` if the
    /// store breaks the guarantee.
    package let run: @Sendable (_ make: @Sendable () async throws -> Opened) async throws -> Void

    /// The guarantee as a sentence.
    package var description: String { name }
}

extension StoreCheck {
    /// Creates a check that needs one store without a restart.
    init(_ name: String, _ body: @escaping @Sendable (any LedgerStore) async throws -> Void) {
        self.init(name: name) { make in
            let opened = try await make()
            // The way to reopen the store also keeps its files.
            defer { withExtendedLifetime(opened) {} }
            try await body(opened.store)
        }
    }

    /// Creates a check that needs one store and may restart it.
    static func restarting(
        _ name: String,
        _ body: @escaping @Sendable (Opened) async throws -> Void
    ) -> StoreCheck {
        StoreCheck(name: name) { make in try await body(try await make()) }
    }

    /// Creates a check that needs one transaction on empty books.
    static func transaction(
        _ name: String,
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Void
    ) -> StoreCheck {
        StoreCheck(name) { store in try await store.write(body) }
    }
}

/// A guarantee that a store broke.
package struct StoreCheckFailure: Error, CustomStringConvertible {
    /// The expected and the found values, with the source line.
    package let description: String

    init(_ sentence: String, _ file: StaticString, _ line: UInt) {
        description = "\(sentence) (\(file):\(line))"
    }
}

/// Throws unless a condition holds.
func expect(
    _ condition: Bool,
    _ sentence: String,
    file: StaticString = #fileID,
    line: UInt = #line
) throws {
    guard condition else { throw StoreCheckFailure(sentence, file, line) }
}

/// Throws unless two values are equal.
func expect<Value: Equatable>(
    _ found: Value,
    is expected: Value,
    file: StaticString = #fileID,
    line: UInt = #line
) throws {
    guard found == expected else {
        throw StoreCheckFailure("expected \(expected), found \(found)", file, line)
    }
}

extension LedgerTransaction {
    /// Throws unless the store refuses a write without leaving anything behind.
    func expectRefusal(
        _ sentence: String,
        file: StaticString = #fileID,
        line: UInt = #line,
        of body: () throws -> Void
    ) throws {
        let headBefore = try feedHead()
        do {
            try savepoint { try body() }
        } catch let failure as StoreCheckFailure {
            throw failure
        } catch {
            try expect(feedHead() == headBefore, sentence, file: file, line: line)
            return
        }
        throw StoreCheckFailure(sentence, file, line)
    }

    /// Throws unless the store refuses each of some writes without leaving anything behind.
    func expectRefusals(
        _ writes: KeyValuePairs<String, () throws -> Void>,
        file: StaticString = #fileID,
        line: UInt = #line
    ) throws {
        for (sentence, body) in writes {
            try expectRefusal(sentence, file: file, line: line, of: body)
        }
    }

    /// Runs a body in a savepoint that always fails at its end.
    ///
    /// Earlier errors are rethrown.
    func takeBack(
        file: StaticString = #fileID,
        line: UInt = #line,
        _ body: () throws -> Void
    ) throws {
        do {
            try savepoint {
                try body()
                throw StoppedOnPurpose()
            }
            try expect(false, "the error did not come out", file: file, line: line)
        } catch is StoppedOnPurpose {}
    }
}

extension LedgerStore {
    /// Runs a database transaction that always fails at its end.
    ///
    /// Earlier errors are rethrown.
    func takeBack(
        file: StaticString = #fileID,
        line: UInt = #line,
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Void
    ) async throws {
        do {
            try await write { books in
                try body(books)
                throw StoppedOnPurpose()
            }
            try expect(false, "the error did not come out", file: file, line: line)
        } catch is StoppedOnPurpose {}
    }
}

/// The error by which a check rolls back a successful body.
struct StoppedOnPurpose: Error {}
