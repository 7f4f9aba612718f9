import MoneyCore

extension Journal {
    /// The first rule about a journal as a whole that this one breaks; nil for none.
    var shapeRejection: Rejection? {
        if id.isReserved { return .journalIDIsReserved }
        if transfers.isEmpty { return .journalIsEmpty }
        return transfers.count > Self.maximumTransferCount ? .journalIsTooLong : nil
    }

    /// Where this journal differs from the one first sent under its id; nil when it is the same.
    func difference(from first: Journal) -> Refusal? {
        guard transfers.count == first.transfers.count else {
            return Refusal(.existsWithDifferentTransferCount)
        }
        for (index, pair) in zip(transfers, first.transfers).enumerated() {
            if let rejection = pair.0.difference(from: pair.1) {
                return Refusal(rejection, at: index)
            }
        }
        return nil
    }
}

extension Transfer {
    /// The first field in which two transfers differ, as the rejection that names it.
    func difference(from first: Transfer) -> Rejection? {
        if id != first.id { return .existsWithDifferentTransferID }
        if kind.code != first.kind.code { return .existsWithDifferentKind }
        if kind.actsOn != first.kind.actsOn { return .existsWithDifferentActsOn }
        if kind.expiresAt != first.kind.expiresAt { return .existsWithDifferentExpiry }
        if debitAccountID != first.debitAccountID { return .existsWithDifferentDebitAccount }
        if creditAccountID != first.creditAccountID { return .existsWithDifferentCreditAccount }
        if amount.currency != first.amount.currency { return .existsWithDifferentCurrency }
        if amount != first.amount { return .existsWithDifferentAmount }
        if code != first.code { return .existsWithDifferentCode }
        if endToEndID != first.endToEndID { return .existsWithDifferentEndToEndID }
        if valueDate != first.valueDate { return .existsWithDifferentValueDate }
        return eventAt != first.eventAt ? .existsWithDifferentEventAt : nil
    }
}
