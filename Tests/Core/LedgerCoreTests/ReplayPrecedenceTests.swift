// Goal: a request sent again with several fields changed is answered by the first of them in the
// order of the codes.
// Method: every pair of fields, changed alone and together.
import CoreVocabulary
import LedgerCore
import MoneyCore
import Testing

@Suite("Precedence of differences")
struct ReplayPrecedenceTests {
    /// A transfer whose fields can be changed one by one.
    private struct Draft {
        var id = Sample.transferID(3)
        var debit = Sample.accountID(1)
        var credit = Sample.accountID(2)
        var amount = Sample.rupees(10)
        var kind = TransferKind.pend(expiresAt: Sample.instant(50))
        var code: UInt16 = 1
        var reference = EndToEndID("R")
        var date = Sample.date
        var event = Instant.epoch

        var command: LedgerCommand {
            Sample.journal(
                1,
                Transfer(
                    id: id,
                    debitAccountID: debit,
                    creditAccountID: credit,
                    amount: amount,
                    kind: kind,
                    code: code,
                    endToEndID: reference,
                    valueDate: date,
                    eventAt: event
                )
            )
        }
    }

    /// Each field's rejection, in the order of precedence.
    private static let order: [Rejection] = [
        .existsWithDifferentTransferID, .existsWithDifferentExpiry,
        .existsWithDifferentDebitAccount, .existsWithDifferentCreditAccount,
        .existsWithDifferentAmount, .existsWithDifferentCode, .existsWithDifferentEndToEndID,
        .existsWithDifferentValueDate, .existsWithDifferentEventAt,
    ]

    private func change(_ draft: inout Draft, _ rejection: Rejection) {
        switch rejection {
        case .existsWithDifferentTransferID: draft.id = Sample.transferID(4)
        case .existsWithDifferentExpiry: draft.kind = .pend(expiresAt: nil)
        case .existsWithDifferentDebitAccount: draft.debit = Sample.accountID(0)
        case .existsWithDifferentCreditAccount: draft.credit = Sample.accountID(0)
        case .existsWithDifferentAmount: draft.amount = Sample.rupees(-1)
        case .existsWithDifferentCode: draft.code = 0
        case .existsWithDifferentEndToEndID: draft.reference = nil
        case .existsWithDifferentValueDate: draft.date = .latest
        case .existsWithDifferentEventAt: draft.event = Sample.instant(1)
        default: Issue.record("no change for \(rejection)")
        }
    }

    @Test("of two changed fields the one with the lower code is told")
    func pairs() throws {
        var state = LedgerState()
        for command in [Sample.opening(1), Sample.opening(2), Draft().command] {
            let outcome = state.apply(command, at: .epoch)
            try #require(outcome.refusal == nil)
        }
        for (place, first) in Self.order.enumerated() {
            for second in Self.order[place...] {
                var draft = Draft()
                change(&draft, first)
                change(&draft, second)
                let outcome = state.apply(draft.command, at: .epoch)
                #expect(outcome == .rejected(Refusal(first, at: 0), []), "\(first), \(second)")
            }
        }
        #expect(Self.order.map(\.rawValue) == Self.order.map(\.rawValue).sorted())
    }

    @Test("the kind comes before what the kind carries, and the currency before the amount")
    func kindAndCurrency() throws {
        var state = LedgerState()
        for command in [Sample.opening(1), Sample.opening(2), Draft().command] {
            let outcome = state.apply(command, at: .epoch)
            try #require(outcome.refusal == nil)
        }
        var draft = Draft()
        draft.kind = .post(Sample.transferID(9))
        let kind = state.apply(draft.command, at: .epoch)
        #expect(kind.refusal?.rejection == .existsWithDifferentKind)
        draft = Draft()
        draft.amount = Money(minorUnits: 11, currency: .usDollar)
        let currency = state.apply(draft.command, at: .epoch)
        #expect(currency.refusal?.rejection == .existsWithDifferentCurrency)
    }
}
