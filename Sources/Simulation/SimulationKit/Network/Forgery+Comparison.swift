import Cryptography
import SyncCore
import WireProtocol

// What a console is told of the bank's side in a comparison, one field at a time.
extension Forgery {
    /// A field of an account in an answer that lists accounts.
    enum LeafField: String, CaseIterable {
        case account, sequence, chain

        /// The name among those of all messages.
        var name: String { "reply.trie-node.accounts.\(rawValue)" }
    }

    /// An answer to a round of a comparison with another value in one field, and the names of what is
    /// another then; nil when it tells nothing of the bank's side.
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

    /// The accounts with another value in one field of one of them.
    private static func leaf(
        of leaves: [AccountLeaf],
        _ dice: inout Dice
    ) -> (field: LeafField, leaves: [AccountLeaf])? {
        guard !leaves.isEmpty else { return nil }
        let place = dice.below(leaves.count)
        var field = LeafField.allCases[dice.below(LeafField.allCases.count)]
        if field == .account, leaves.count == 1 { field = .chain }
        let (sent, neighbour) = (leaves[place], leaves[(place + 1) % leaves.count])
        var forged = leaves
        forged[place] = AccountLeaf(
            // One that is there already: no list that is in order has an account twice.
            accountID: field == .account ? neighbour.accountID : sent.accountID,
            accountSequence: sent.accountSequence + (field == .sequence ? 1 : 0),
            chainHash: field == .chain ? Digest256(hashing: sent.chainHash.bytes) : sent.chainHash
        )
        return (field, forged)
    }

    /// The hashes of chains with another one at one place.
    private static func hash(
        of chains: [[Digest256?]],
        _ dice: inout Dice
    ) -> [[Digest256?]]? {
        guard let row = dice.pick(chains.indices.filter { !chains[$0].isEmpty }),
            let place = dice.pick(Array(chains[row].indices)), let sent = chains[row][place]
        else { return nil }
        var forged = chains
        forged[row][place] = Digest256(hashing: sent.bytes)
        return forged
    }
}
