import CoreVocabulary
import Cryptography
import MoneyCore
import SyncCore
import Testing

// Goal: a chain names the first entry that does not follow, and only its own account suffers.
// Method: chains of good entries with one fault of each kind in them.

@Suite struct ChainTests {
    @Test("the hash of a chain is the one the rule gives")
    func rule() throws {
        let entry = try #require(try Sample.entries(1).first)
        let genesis = Digest256(hashing: [0x10] + Sample.account.bytes)
        let leaf = Digest256(hashing: [0x00] + entry.canonicalBytes)
        let expected = Digest256(hashing: [0x11] + genesis.bytes + leaf.bytes)
        #expect(ChainHead.genesis(of: Sample.account).hash == genesis)
        #expect(try ChainHead.genesis(of: Sample.account).extended(by: entry).hash == expected)
    }

    @Test("entries in order extend the chain of their account")
    func order() throws {
        var verifier = ChainVerifier()
        for entry in try Sample.entries(20) + Sample.entries(5, of: Sample.otherAccount) {
            guard case .extends(let head) = check(entry, &verifier) else {
                Issue.record("an entry in order was refused")
                return
            }
            #expect(head.accountSequence == entry.accountSequence)
            #expect(head.balanceMinorUnits == entry.balanceAfterMinorUnits)
        }
        #expect(verifier.head(of: Sample.account)?.accountSequence == 20)
        #expect(verifier.head(of: Sample.otherAccount)?.accountSequence == 5)
    }

    @Test("a gap is named, and sets aside the rest of its account alone")
    func gap() throws {
        let entries = try Sample.entries(5)
        var verifier = ChainVerifier()
        #expect(check(entries[0], &verifier).isExtension)
        #expect(check(entries[2], &verifier) == .faulty(fault(3, .sequenceGap)))
        #expect(check(entries[1], &verifier) == .setAside)
        let other = try #require(try Sample.entries(1, of: Sample.otherAccount).first)
        #expect(check(other, &verifier).isExtension)
        #expect(verifier.head(of: Sample.account)?.accountSequence == 1)
    }

    @Test("an entry whose balance does not add up is named")
    func balance() throws {
        let entry = try #require(try Sample.entries(1).first)
        var verifier = ChainVerifier()
        verifier.takeUp(
            ChainHead(
                accountID: Sample.account,
                accountSequence: 0,
                balanceMinorUnits: 1,
                hash: .zero
            )
        )
        #expect(check(entry, &verifier) == .faulty(fault(1, .balanceMismatch)))
    }

    @Test("a balance that overflows is a mismatch and no crash")
    func overflow() throws {
        let entry = try #require(try Sample.entries(1).first)
        let head = ChainHead(
            accountID: Sample.account,
            accountSequence: 0,
            balanceMinorUnits: .max,
            hash: .zero
        )
        #expect(throws: ChainBreak.balanceMismatch) { try head.extended(by: entry) }
    }

    @Test("an entry of another account does not extend a chain")
    func otherAccount() throws {
        let entry = try #require(try Sample.entries(1).first)
        #expect(throws: ChainBreak.otherAccount) {
            try ChainHead.genesis(of: Sample.otherAccount).extended(by: entry)
        }
    }

    @Test("a duplicate with the same bytes is held already")
    func duplicate() throws {
        let entries = try Sample.entries(3)
        var verifier = ChainVerifier()
        for entry in entries { _ = check(entry, &verifier) }
        #expect(check(entries[1], &verifier, held: entries[1].canonicalBytes) == .alreadyHeld)
        #expect(verifier.head(of: Sample.account)?.accountSequence == 3)
    }

    @Test("a duplicate with other bytes is a divergence")
    func divergence() throws {
        let entries = try Sample.entries(3)
        var verifier = ChainVerifier()
        for entry in entries { _ = check(entry, &verifier) }
        let verdict = check(entries[1], &verifier, held: entries[0].canonicalBytes)
        #expect(verdict == .faulty(fault(2, .divergence)))
    }

    @Test("a duplicate of a row that cannot be read is unreadable")
    func unreadable() throws {
        let entries = try Sample.entries(3)
        var verifier = ChainVerifier()
        for entry in entries { _ = check(entry, &verifier) }
        #expect(check(entries[2], &verifier, held: nil) == .faulty(fault(3, .unreadable)))
    }

    @Test("changing any byte of any entry breaks the chain or changes its head")
    func everyByte() throws {
        let entries = try Sample.entries(3)
        let good = try entries.reduce(ChainHead.genesis(of: Sample.account)) {
            try $0.extended(by: $1)
        }
        for (index, entry) in entries.enumerated() {
            for place in entry.canonicalBytes.indices {
                var bytes = entry.canonicalBytes
                bytes[place] ^= 1
                guard let changed = try? EntryRecord(canonicalBytes: bytes) else { continue }
                var altered = entries
                altered[index] = changed
                let head = try? altered.reduce(ChainHead.genesis(of: Sample.account)) {
                    try $0.extended(by: $1)
                }
                #expect(head != good)
            }
        }
    }

    private func fault(_ sequence: Int64, _ reason: ChainBreak) -> ChainFault {
        ChainFault(accountID: Sample.account, accountSequence: sequence, reason: reason)
    }

    private func check(
        _ entry: EntryRecord,
        _ verifier: inout ChainVerifier,
        held: [UInt8]? = nil
    ) -> ChainVerifier.Verdict {
        verifier.check(entry, canonicalBytes: entry.canonicalBytes) { held }
    }
}

extension ChainVerifier.Verdict {
    fileprivate var isExtension: Bool {
        if case .extends = self { true } else { false }
    }
}
