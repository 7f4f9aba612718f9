import CoreVocabulary
import LedgerService
import WireProtocol

extension Foresight {
    /// Returns the outcomes of a console's report that it was wiped.
    ///
    /// Only the nonce of the order is checked, and only the first report is written into the audit
    /// log.
    func wiped(_ receipt: WipeReceipt) -> [Move] {
        guard let order = given.wipes[receipt.nonce] else { return [.problem(.notFound)] }
        // Restored books may lack the order.
        let lost = order.epoch == state.epoch ? [] : [Move.problem(.notFound)]
        guard !state.wiped.contains(receipt.nonce) else { return [Move(answer: .done)] + lost }
        var after = state
        after.wiped.insert(receipt.nonce)
        let object = order.session?.rawValue ?? order.user.rawValue
        let line = audited(.consoleWiped, by: order.user, of: object)
        return [Move(facts: [line], after: after, answer: .done)] + lost
    }
}
