import MoneyCore

extension Journal {
    /// First rule on the journal as a whole that it breaks; nil if there is none.
    var shapeRejection: Rejection? {
        if id.isReserved { return .journalIDIsReserved }
        if transfers.isEmpty { return .journalIsEmpty }
        return transfers.count > Self.maximumTransferCount ? .journalIsTooLong : nil
    }

    /// Returns the first difference from the journal first sent under this ID; nil if they are
    /// equal.
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
    /// Returns the rejection for the first field in which two transfers differ; nil if they are
    /// equal.
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
