import ClientService
import SyncCore
import WireProtocol

/// One comparison of a record with the bank's, as a console makes it, with the cost of each round.
struct Comparison: Sendable {
    /// The link to the bank, and the cursor of the comparison.
    struct Line: Sendable {
        let link: any BankLink
        let token: [UInt8]
        let cursor: Cursor
    }

    /// A question and its answer, with their sizes.
    struct Round: Sendable {
        /// Time from the first byte of the question to the last of the answer.
        let time: Duration
        /// Size of the question, without HTTP and TLS, in bytes.
        let sentByteCount: Int
        /// Size of the answer, without HTTP and TLS, in bytes.
        let receivedByteCount: Int
    }

    /// All rounds; the first asks for the root.
    private(set) var rounds: [Round] = []
    /// Total time, including the console's computation between the rounds.
    private(set) var time = Duration.zero

    /// Compares a trie with the bank's, and throws unless the expected number of accounts differs.
    static func measure(
        _ trie: AccountTrie,
        over line: Line,
        differingCount: Int
    ) async throws -> Comparison {
        var comparison = Comparison()
        var reconciler = Reconciler(trie: trie)
        let startedAt = ContinuousClock.now
        while case .ask(let question) = reconciler.step {
            let answer = try await comparison.ask(question, over: line)
            reconciler.receive(answer) { accountID, sequences in
                let leaf = trie.leaf(of: accountID)
                return sequences.map { $0 == leaf?.accountSequence ? leaf?.chainHash : nil }
            }
        }
        comparison.time = .now - startedAt
        guard case .finished(let findings) = reconciler.step, findings.count == differingCount
        else { throw BenchFailure("The comparison ended otherwise: \(reconciler.step)") }
        return comparison
    }

    private mutating func ask(
        _ question: ReconcileQuestion,
        over line: Line
    ) async throws -> ReconcileAnswer {
        let request = Request.reconcile(ReconcileRequest(at: line.cursor, question: question))
        let bytes = RequestEnvelope(token: line.token, request: request).encoded
        let sentAt = ContinuousClock.now
        let received = try await line.link.send(bytes)
        let time = ContinuousClock.now - sentAt
        guard case .reconcile(let answer) = try Reply(encoded: received) else {
            throw BenchFailure("A comparison was answered: \(try Reply(encoded: received))")
        }
        rounds.append(
            Round(time: time, sentByteCount: bytes.count, receivedByteCount: received.count)
        )
        return answer
    }
}
