import Cryptography
import SyncCore
import WireProtocol

// Forged answers to comparisons, one field at a time.
extension Forgery {
    /// A field of an account in an answer that lists accounts.
    enum LeafField: String, CaseIterable {
        case account, sequence, chain

        /// The field's name among ``MessageFields``.
        var name: String { "reply.trie-node.accounts.\(rawValue)" }
    }

    /// Returns a comparison answer with one altered value and the names of the altered fields, or
    /// nil if the answer carries no account or hash.
    static func comparison(
        in reply: [UInt8],
        _ dice: inout Dice
    ) -> (fields: [String], reply: [UInt8])? {
        switch try? Reply(encoded: reply) {
        case .reconcile(.differs(.accounts(let leaves)))?:
            guard let (field, forged) = leaf(of: leaves, &dice) else { return nil }
            let answer = ReconcileAnswer.differs(.accounts(forged))
            return (["reply.reconcile.node", field.name], Reply.reconcile(answer).encoded)
        case .reconcile(.chains(let chains))?:
            guard let forged = hash(of: chains, &dice) else { return nil }
            return (["reply.reconcile.chains"], Reply.reconcile(.chains(forged)).encoded)
        default: return nil
        }
    }

    /// Returns the accounts with one altered field in one of them.
    private static func leaf(
        of leaves: [AccountLeaf],
        _ dice: inout Dice
    ) -> (field: LeafField, leaves: [AccountLeaf])? {
        guard !leaves.isEmpty else { return nil }
        let place = dice.below(leaves.count)
        var field = dice.pick(LeafField.self)
        if field == .account, leaves.count == 1 { field = .chain }
        let (sent, neighbour) = (leaves[place], leaves[(place + 1) % leaves.count])
        var forged = leaves
        forged[place] = AccountLeaf(
            // A duplicate account, which no valid list contains.
            accountID: field == .account ? neighbour.accountID : sent.accountID,
            accountSequence: sent.accountSequence + (field == .sequence ? 1 : 0),
            chainHash: field == .chain ? Digest256(hashing: sent.chainHash.bytes) : sent.chainHash
        )
        return (field, forged)
    }

    /// Returns the chain hashes with one altered hash.
    private static func hash(of chains: [[Digest256?]], _ dice: inout Dice) -> [[Digest256?]]? {
        guard let row = dice.pick(chains.indices.filter { !chains[$0].isEmpty }),
            let place = dice.pick(Array(chains[row].indices)), let sent = chains[row][place]
        else { return nil }
        var forged = chains
        forged[row][place] = Digest256(hashing: sent.bytes)
        return forged
    }
}
