import CoreVocabulary
import Cryptography
import SyncCore
import Testing

// Goal: every difference is found at its first entry, within the promised rounds, and nothing else
// is. Method: two random records with planted differences; each side answers from its own entries.

@Suite struct ReconcilerTests {
    @Test("records that are the same agree in one round")
    func same() {
        let record = Ledger(accounts: 300, seed: 1)
        let run = Comparison.run(here: record, bank: record)
        #expect(run.findings == [])
        #expect(run.roundCount == 1)
    }

    @Test(
        "one bad entry is found, and in few rounds",
        arguments: [1, 2, 16, 17, 256, 257, 4_097]
    )
    func oneBadEntry(accounts: Int) throws {
        var random = SplitMix64(seed: UInt64(accounts))
        let bank = Ledger(accounts: accounts, seed: 2)
        for _ in 0..<5 {
            var here = bank
            let number = Int.random(in: 0..<accounts, using: &random)
            let length = here.chains[number].count
            let place = Int.random(in: 1...length, using: &random)
            here.corrupt(account: number, place: place)
            let run = Comparison.run(here: here, bank: bank)
            let expected = ReconcileFinding(
                accountID: Ledger.id(number),
                firstBadSequence: Int64(place),
                kind: .differs
            )
            #expect(run.findings == [expected])
            let limit = log16(accounts) + 1 + log16(length) + 1
            #expect(run.roundCount <= limit, "\(accounts) accounts, \(length) entries")
        }
    }

    @Test("random differences of every kind are all found, and no others", arguments: 0..<60)
    func everyKind(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let accounts = Int.random(in: 1...700, using: &random)
        var bank = Ledger(accounts: accounts, seed: seed)
        var here = bank
        var expected: [Int: (Int, ReconcileFinding.Kind)] = [:]
        for _ in 0..<Int.random(in: 0...40, using: &random) {
            let number = Int.random(in: 0..<accounts, using: &random)
            guard expected[number] == nil else { continue }
            let length = here.chains[number].count
            let place = Int.random(in: 1...length, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0:
                here.corrupt(account: number, place: place)
                expected[number] = (place, .differs)
            case 1:
                here.cut(account: number, to: place - 1)
                expected[number] = (place, .hereShorter)
            case 2:
                bank.cut(account: number, to: place - 1)
                expected[number] = (place, .bankShorter)
            case 3:
                // Shorter and wrong before its end.
                here.corrupt(account: number, place: place)
                bank.cut(account: number, to: Int.random(in: place...length, using: &random))
                expected[number] = (place, .differs)
            case 4:
                here.missing.insert(number)
                expected[number] = (1, .notHere)
            default:
                bank.missing.insert(number)
                expected[number] = (1, .notAtBank)
            }
        }
        let run = Comparison.run(here: here, bank: bank)
        let findings = expected.map { number, difference in
            ReconcileFinding(
                accountID: Ledger.id(number),
                firstBadSequence: Int64(difference.0),
                kind: difference.1
            )
        }
        #expect(run.findings == findings.sorted { $0.accountID < $1.accountID })
    }

    @Test("more differences than one round can ask for take more rounds, and are all found")
    func everythingDiffers() {
        let bank = Ledger(accounts: 2_000, seed: 4)
        var here = bank
        for number in 0..<2_000 { here.corrupt(account: number, place: 1) }
        let run = Comparison.run(here: here, bank: bank)
        #expect(run.findings?.count == 2_000)
        #expect(run.findings?.allSatisfy { $0.firstBadSequence == 1 } == true)
    }

    @Test("an entry that cannot be read is the first bad one")
    func unreadable() {
        let bank = Ledger(accounts: 40, seed: 5)
        var here = bank
        here.corrupt(account: 3, place: 1)
        here.unreadable = [3: 1]
        let run = Comparison.run(here: here, bank: bank)
        #expect(run.findings?.map(\.firstBadSequence) == [1])
    }

    @Test("answers that do not fit the question or each other teach nothing")
    func contradictions() throws {
        let bank = Ledger(accounts: 400, seed: 6)
        var here = bank
        here.corrupt(account: 9, place: 1)
        let other = Ledger(accounts: 400, seed: 7)
        let node = other.trie.node(at: .root)
        let wrong: [(Int, ReconcileAnswer)] = [
            (0, .nodes([])), (0, .chains([])), (0, .differs(here.trie.node(at: .root))),
            (0, .differs(.branch([]))),
            (1, .agrees), (1, .nodes([])), (1, .nodes([node])), (1, .differs(node)),
        ]
        for (round, answer) in wrong {
            var reconciler = Reconciler(trie: here.trie)
            for _ in 0..<round { Comparison.advance(&reconciler, here: here, bank: bank) }
            reconciler.receive(answer) { here.hashes($0, $1) }
            #expect(reconciler.step == .contradicted)
        }
    }

    @Test("a bank whose user was given other rights after the cursor postpones the comparison")
    func postponed() {
        var reconciler = Reconciler(trie: Ledger(accounts: 3, seed: 10).trie)
        reconciler.receive(.behind) { _, places in places.map { _ in nil } }
        #expect(reconciler.step == .postponed)
    }

    @Test("a bank that lacks hashes of a chain it claims to have contradicts itself")
    func missingHashes() {
        let bank = Ledger(accounts: 2, seed: 8)
        var here = bank
        here.corrupt(account: 1, place: 1)
        var reconciler = Reconciler(trie: here.trie)
        Comparison.advance(&reconciler, here: here, bank: bank)
        guard case .ask(.chains(let questions)) = reconciler.step else {
            Issue.record("no chains are asked for")
            return
        }
        reconciler.receive(.chains(questions.map { $0.places.map { _ in nil } })) {
            here.hashes($0, $1)
        }
        #expect(reconciler.step == .contradicted)
    }

    @Test("20,000 accounts with one, three and twenty bad entries cost few rounds and bytes")
    func cost() throws {
        let bank = Ledger(accounts: 20_000, seed: 9)
        for (count, roundLimit, byteLimit) in [(1, 7, 3_040), (3, 7, 7_120), (20, 7, 40_520)] {
            var random = SplitMix64(seed: UInt64(count))
            var here = bank
            var numbers: Set<Int> = []
            while numbers.count < count {
                numbers.insert(Int.random(in: 0..<20_000, using: &random))
            }
            for number in numbers.sorted() {
                let place = Int.random(in: 1...here.chains[number].count, using: &random)
                here.corrupt(account: number, place: place)
            }
            let run = Comparison.run(here: here, bank: bank)
            #expect(run.findings?.count == count)
            #expect(run.roundCount <= roundLimit)
            #expect(run.byteCount <= byteLimit, "\(count) bad: \(run.byteCount) bytes")
        }
    }

    private func log16(_ count: Int) -> Int {
        var power = 1
        var exponent = 0
        while power < count {
            power *= 16
            exponent += 1
        }
        return exponent
    }
}

/// A record reduced to what a comparison sees: the chain hashes of each account.
private struct Ledger {
    var chains: [[Digest256]]
    var missing: Set<Int> = []
    /// The first place of an account that cannot be read.
    var unreadable: [Int: Int] = [:]

    init(accounts: Int, seed: UInt64) {
        var random = SplitMix64(seed: seed)
        chains = (0..<accounts).map { number in
            let length = Int.random(in: 1...90, using: &random)
            var hash = Digest256(hashing: [UInt8(truncatingIfNeeded: seed)] + Self.id(number).bytes)
            return (0..<length).map { _ in
                hash = Digest256(hashing: hash.bytes)
                return hash
            }
        }
    }

    static func id(_ number: Int) -> AccountID {
        AccountID(rawValue: UInt128(number) + 1)
    }

    var trie: AccountTrie {
        AccountTrie(
            chains.indices.filter { !missing.contains($0) }.map { number in
                AccountLeaf(
                    accountID: Self.id(number),
                    accountSequence: Int64(chains[number].count),
                    chainHash: chains[number].last ?? .zero
                )
            }
        )
    }

    /// Changes an entry, and with it all hashes from it on.
    mutating func corrupt(account number: Int, place: Int) {
        for index in (place - 1)..<chains[number].count {
            chains[number][index] = Digest256(hashing: [0xBD] + chains[number][index].bytes)
        }
    }

    mutating func cut(account number: Int, to length: Int) {
        chains[number].removeLast(chains[number].count - length)
    }

    func hashes(_ accountID: AccountID, _ places: [Int64]) -> [Digest256?] {
        let number = Int(accountID.rawValue) - 1
        let end = unreadable[number].map { $0 - 1 } ?? chains[number].count
        return places.map { $0 <= end ? chains[number][Int($0) - 1] : nil }
    }
}

private enum Comparison {
    struct Run {
        var findings: [ReconcileFinding]?
        var roundCount = 0
        var byteCount = 0
    }

    static func run(here: Ledger, bank: Ledger) -> Run {
        var reconciler = Reconciler(trie: here.trie)
        let bankTrie = bank.trie
        var run = Run()
        while case .ask(let question) = reconciler.step {
            run.roundCount += 1
            let answer = bankTrie.answer(question) { bank.hashes($0, $1) }
            run.byteCount += bytes(of: question) + bytes(of: answer)
            reconciler.receive(answer) { here.hashes($0, $1) }
        }
        if case .finished(let findings) = reconciler.step { run.findings = findings }
        return run
    }

    static func advance(_ reconciler: inout Reconciler, here: Ledger, bank: Ledger) {
        guard case .ask(let question) = reconciler.step else { return }
        let answer = bank.trie.answer(question) { bank.hashes($0, $1) }
        reconciler.receive(answer) { here.hashes($0, $1) }
    }

    /// Hashes, identifiers and numbers alone, as the figures to compare with are counted.
    private static func bytes(of question: ReconcileQuestion) -> Int {
        switch question {
        case .root: 32
        case .nodes(let paths): paths.reduce(0) { $0 + ($1.digits.count + 1) / 2 }
        case .chains(let chains): chains.reduce(0) { $0 + 16 + 8 * $1.places.count }
        }
    }

    private static func bytes(of answer: ReconcileAnswer) -> Int {
        switch answer {
        case .agrees, .behind: 1
        case .differs(let node): bytes(of: node)
        case .nodes(let nodes): nodes.reduce(0) { $0 + bytes(of: $1) }
        case .chains(let chains): chains.reduce(0) { $0 + 32 * $1.count }
        }
    }

    private static func bytes(of node: TrieNode) -> Int {
        switch node {
        case .accounts(let leaves): leaves.count * 56
        case .branch(let hashes): hashes.count * 32
        }
    }
}
