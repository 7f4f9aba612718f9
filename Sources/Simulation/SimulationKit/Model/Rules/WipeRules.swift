import CoreVocabulary
import LedgerService
import WireProtocol

extension Foresight {
    /// The moves of a console that tells that it was wiped: the nonce of its order is all that it
    /// shows, and the first word under it is written into the audit log.
    func wiped(_ receipt: WipeReceipt) -> [Move] {
        guard let order = given.wipes[receipt.nonce] else { return [Self.problem(.notFound)] }
        // Books that were set back may lack the order.
        let lost = order.epoch == state.epoch ? [] : [Self.problem(.notFound)]
        guard !state.wiped.contains(receipt.nonce) else { return [Move(answer: .done)] + lost }
        var after = state
        after.wiped.insert(receipt.nonce)
        let object = order.session?.rawValue ?? order.user.rawValue
        let line = audited(.consoleWiped, by: order.user, of: object)
        return [Move(facts: [line], after: after, answer: .done)] + lost
    }
}
