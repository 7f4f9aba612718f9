public import LedgerService

/// One promise that every store of the bank's books keeps, whatever it is made of.
///
/// A test target runs all of them over its store:
/// `@Test(arguments: StoreCheck.all) func conforms(check: StoreCheck) async throws`.
public struct StoreCheck: Sendable, CustomStringConvertible {
    /// A store with empty books, and how its process is restarted.
    public struct Opened: Sendable {
        /// The store.
        public let store: any LedgerStore
        /// Closes the store and opens another one over the same books.
        public let reopen: @Sendable () async throws -> any LedgerStore

        /// Makes it from its parts.
        public init(
            store: any LedgerStore,
            reopen: @escaping @Sendable () async throws -> any LedgerStore
        ) {
            self.store = store
            self.reopen = reopen
        }
    }

    /// Makes empty books.
    public typealias Maker = @Sendable () async throws -> Opened

    /// All promises.
    public static let all: [StoreCheck] =
        accounts + transfers + pendings + makers + entries + exports + feed + grants + users
        + signIns + sessions
        + intents + keys + agreement + evidence + tokens + ends + transactions + concurrency

    /// The promise as a sentence.
    public let name: String
    /// Throws ``StoreCheckFailure`` when the store breaks the promise.
    public let run: @Sendable (_ make: Maker) async throws -> Void

    /// Makes a check that needs one store and no restart.
    init(_ name: String, _ body: @escaping @Sendable (any LedgerStore) async throws -> Void) {
        self.init(name, restarting: { opened in try await body(opened.store) })
    }

    /// Makes a check that needs one store and perhaps a restart.
    init(_ name: String, restarting body: @escaping @Sendable (Opened) async throws -> Void) {
        self.name = name
        run = { make in try await body(try await make()) }
    }

    /// The promise.
    public var description: String { name }
}

/// A promise that a store broke.
public struct StoreCheckFailure: Error, CustomStringConvertible {
    /// What was expected, and what came.
    public let description: String

    init(_ sentence: String, _ file: StaticString, _ line: UInt) {
        description = "\(sentence) (\(file):\(line))"
    }
}

/// Fails unless a condition holds.
func expect(
    _ condition: Bool,
    _ sentence: String,
    file: StaticString = #fileID,
    line: UInt = #line
) throws {
    guard condition else { throw StoreCheckFailure(sentence, file, line) }
}

/// Fails unless two values are the same.
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
    /// Fails unless the store refuses a write, which then leaves nothing behind.
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
            try expect(try feedHead() == headBefore, sentence, file: file, line: line)
            return
        }
        throw StoreCheckFailure(sentence, file, line)
    }

    /// Runs a body of which nothing stays behind, because its savepoint fails at the end; what fails
    /// before that is handed on.
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
    /// Runs a database transaction that fails at its end; what fails before that is handed on.
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

/// What a check throws to end a body that did nothing wrong.
struct StoppedOnPurpose: Error {}
