import CoreVocabulary
import Cryptography
import SyncCore
import Testing

// Goal: the trie is the one that the rule gives, and changing one account changes nothing else.
// Method: small tries reckoned by hand, and a model that builds every trie anew.

@Suite struct AccountTrieTests {
    private static func leaf(_ number: UInt64, _ sequence: Int64 = 1) -> AccountLeaf {
        AccountLeaf(
            accountID: AccountID(rawValue: UInt128(number)),
            accountSequence: sequence,
            chainHash: Digest256(hashing: Array("\(number).\(sequence)".utf8))
        )
    }

    private static func digits(of leaf: AccountLeaf) -> [UInt8] {
        Digest256(hashing: leaf.accountID.bytes).bytes.flatMap { [$0 >> 4, $0 & 0xF] }
    }

    @Test("a trie without accounts is 32 zero bytes, one with an account is its leaf")
    func smallest() {
        let leaf = Self.leaf(7, 3)
        var bytes: [UInt8] = [0x13] + leaf.accountID.bytes
        bytes += [0, 0, 0, 0, 0, 0, 0, 3] + leaf.chainHash.bytes
        #expect(AccountTrie().root == .zero)
        #expect(AccountTrie([leaf]).root == Digest256(hashing: bytes))
    }

    @Test("a branch hashes its sixteen places, empty ones as zeroes, single ones as their leaf")
    func branch() throws {
        // Two accounts whose keys agree in the first digit and differ in the second.
        let first = Self.leaf(1)
        let second = try #require(
            (2...2_000).map { Self.leaf($0) }.first {
                let own = Self.digits(of: first)
                let other = Self.digits(of: $0)
                return own[0] == other[0] && own[1] != other[1]
            }
        )
        var inner = Array(repeating: Digest256.zero, count: 16)
        for leaf in [first, second] { inner[Int(Self.digits(of: leaf)[1])] = leaf.hash }
        let innerHash = Digest256(hashing: [0x12] + inner.flatMap(\.bytes))
        var outer = Array(repeating: Digest256.zero, count: 16)
        outer[Int(Self.digits(of: first)[0])] = innerHash
        let root = Digest256(hashing: [0x12] + outer.flatMap(\.bytes))
        let trie = AccountTrie([first, second])
        #expect(trie.root == root)
        #expect(TrieNode.branch(outer).hash(at: .root) == root)
        let path = try #require(TriePath(digits: [Self.digits(of: first)[0]]))
        #expect(trie.node(at: path).hash(at: path) == innerHash)
    }

    @Test("up to sixteen accounts are listed, more are a branch", arguments: [0, 1, 16, 17, 400])
    func listing(count: UInt64) {
        let leaves = (0..<count).map { Self.leaf($0) }
        let trie = AccountTrie(leaves)
        switch trie.node(at: .root) {
        case .accounts(let listed):
            #expect(count <= 16)
            #expect(Set(listed) == Set(leaves))
        case .branch(let hashes):
            #expect(count > 16)
            #expect(hashes.count == 16)
        }
        #expect(trie.node(at: .root).hash(at: .root) == trie.root)
        #expect(trie.count == Int(count))
    }

    @Test("a list out of order, too long or at the wrong place has no hash")
    func impossibleNodes() throws {
        let leaves = AccountTrie((0..<20).map { Self.leaf($0) }).leaves
        #expect(TrieNode.accounts(leaves).hash(at: .root) == nil)
        #expect(TrieNode.accounts(Array(leaves.prefix(2).reversed())).hash(at: .root) == nil)
        #expect(TrieNode.accounts([leaves[0], leaves[0]]).hash(at: .root) == nil)
        #expect(TrieNode.branch(Array(repeating: .zero, count: 15)).hash(at: .root) == nil)
        let wrong = 15 - Self.digits(of: leaves[0])[0]
        let path = try #require(TriePath(digits: [wrong]))
        #expect(TrieNode.accounts([leaves[0]]).hash(at: path) == nil)
    }

    @Test("a trie that was changed is the trie of what is in it, through 3,000 random changes")
    func incremental() {
        var random = SplitMix64(seed: 3)
        var trie = AccountTrie()
        var model: [UInt64: Int64] = [:]
        for step in 0..<3_000 {
            let number = UInt64.random(in: 0..<300, using: &random)
            if Int.random(in: 0..<3, using: &random) == 0 {
                model[number] = nil
                trie.remove(AccountID(rawValue: UInt128(number)))
            } else {
                model[number] = Int64(step)
                trie.update(Self.leaf(number, Int64(step)))
            }
            guard step % 50 == 0 else { continue }
            let rebuilt = AccountTrie(model.map { Self.leaf($0.key, $0.value) })
            #expect(trie.root == rebuilt.root)
            #expect(trie.leaves == rebuilt.leaves)
            #expect(
                trie.leaf(of: AccountID(rawValue: UInt128(number)))?.accountSequence
                    == model[number]
            )
        }
        for number in 0..<UInt64(300) { trie.remove(AccountID(rawValue: UInt128(number))) }
        #expect(trie.root == AccountTrie().root)
    }

    @Test("of two leaves of one account the later counts")
    func doubled() {
        #expect(
            AccountTrie([Self.leaf(1, 1), Self.leaf(2), Self.leaf(1, 9)]).root
                == AccountTrie([Self.leaf(2), Self.leaf(1, 9)]).root
        )
    }
}
