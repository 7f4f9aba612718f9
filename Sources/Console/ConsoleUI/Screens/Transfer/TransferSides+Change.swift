import ClientService
import SyncCore

/// Changes to the two sides after they were chosen or shown.
extension TransferSides {
    /// Change to a side: the bank would refuse the transfer, and the code would be used up.
    enum Change: Hashable, Sendable, CaseIterable {
        case payerGone, payerClosed, payerNotUsable
        case receiverGone, receiverClosed, receiverRenamed

        /// Step at which that side is chosen.
        var step: TransferStep {
            switch self {
            case .payerGone, .payerClosed, .payerNotUsable: .from
            case .receiverGone, .receiverClosed, .receiverRenamed: .to
            }
        }
    }

    /// Returns the change to the paying account; nil if there is none.
    func payerChange(_ session: Session) -> Change? {
        guard let from else { return nil }
        guard let account = session.account(from) else { return .payerGone }
        if account.record.isClosed { return .payerClosed }
        return account.canPay ? nil : .payerNotUsable
    }

    /// Returns the change to the receiver since the choice or the review; nil if there is none.
    ///
    /// As at the bank, the name under which the account may be paid is compared byte for byte.
    func receiverChange(_ session: Session, reviewedName: String?) -> Change? {
        guard let to else { return nil }
        let name: String
        if let own = session.account(to)?.record {
            guard !own.isClosed else { return .receiverClosed }
            name = own.holder
        } else if let payee = session.payee(to), !payee.isRemoved {
            name = payee.name
        } else {
            return .receiverGone
        }
        let shown = [receiver?.name, reviewedName].compactMap(\.self)
        return shown.allSatisfy { $0.utf8.elementsEqual(name.utf8) } ? nil : .receiverRenamed
    }
}

extension Session {
    /// True if the record currently says which accounts and payees there are.
    var hasSides: Bool {
        hasCaughtUp && status?.hasRecord != false && accounts != nil && payees != nil
            && unreadTopics.isDisjoint(with: [.accounts, .payees])
    }
}
