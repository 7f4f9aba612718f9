import CoreVocabulary
import SyncCore
import WireProtocol

/// Checks on the answers to comparisons.
extension DisclosureRules {
    /// Returns the fault of an answer to a comparison, or nil if it names only accounts that the
    /// user may see.
    func complaint(about answer: ReconcileAnswer) -> String? {
        guard let (_, person) = reader else { return nil }
        return accounts(in: answer).allSatisfy { person.grants[$0] != nil }
            ? nil : "a comparison tells of an account that is not the user's to see"
    }

    private func accounts(in answer: ReconcileAnswer) -> [AccountID] {
        switch answer {
        case .agrees, .behind: []
        case .differs(let node): accounts(in: node)
        case .nodes(let nodes): nodes.flatMap { accounts(in: $0) }
        case .chains(let chains):
            zip(askedAccounts, chains).compactMap { account, hashes in
                hashes.contains { $0 != nil } ? account : nil
            }
        }
    }

    private func accounts(in node: TrieNode) -> [AccountID] {
        switch node {
        case .accounts(let leaves): leaves.map(\.accountID)
        case .branch: []
        }
    }

    /// The accounts whose chains were asked for, in the order of the question.
    private var askedAccounts: [AccountID] {
        guard case .request(let envelope?) = act.wish,
            case .reconcile(let request) = envelope.request,
            case .chains(let chains) = request.question
        else { return [] }
        return chains.map(\.accountID)
    }
}
