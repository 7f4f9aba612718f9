import CoreVocabulary
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

/// Carries out an operator's acts on accounts, grants, payees, holds and reversals.
struct AccountDesk: Sendable {
    private let bank: Bank
    private let books: any LedgerStore
    private let folder: DataFolder
    private let zone: ZoneOffset
    private let now: Instant

    init(_ opened: OpenedBank, zone: ZoneOffset, now: Instant) {
        folder = opened.folder
        bank = opened.bank
        books = opened.store
        self.zone = zone
        self.now = now
    }

    /// Carries out an act.
    func carryOut(_ act: AccountAct) async throws -> [String] {
        switch act.kind {
        case .open: return try await open(act)
        case .close:
            let account = try await account(.account, of: act)
            let number = account.profile.number
            return try await bank.closeAccount(account.account.id)
                ? ["\(number) is closed for good."] : ["\(number) was closed already."]
        case .setLimits: return try await setLimits(act)
        case .grant, .revoke: return try await changeAccess(act)
        case .addPayee, .removePayee: return try await changePayee(act)
        case .reverse: return try await reverse(act)
        case .hold, .postHold, .voidHold: return try await changeHold(act)
        }
    }

    private func open(_ act: AccountAct) async throws -> [String] {
        let code = act.texts[.currency] ?? Currency.indianRupee.code
        guard let currency = Currency(code: code) else {
            throw DaemonError("There is no currency '\(code)'; give a code such as INR.", .badData)
        }
        let side: Side = act.texts[.side] == "debit" ? .debit : .credit
        let id = AccountID.version7(at: now, random: SystemBankRandom().identifierBits())
        let new = NewAccount(
            opening: AccountOpening(
                id: id,
                currency: currency,
                normalBalance: side,
                limits: try limitChange(of: act, currency)(.none)
            ),
            profile: AccountProfile(
                number: try text(.account, of: act),
                branchCode: act.texts[.branch] ?? "",
                holder: try text(.holder, of: act),
                product: try text(.product, of: act)
            )
        )
        do {
            try await bank.openAccount(new)
        } catch let error as BankError where error.code == .ledgerRefused(.limitsAreNotKept) {
            // The rule's own message speaks of an account that already exists.
            throw DaemonError(
                "An account begins at zero, which these limits do not allow. Open it with a lowest "
                    + "balance of zero or below and a highest of zero or above, and change the limits "
                    + "when it has money.",
                .badData
            )
        }
        // Reads the number as the bank stores it, without the spaces of its groups.
        let number = try await books.read { try $0.account(id)?.profile.number } ?? ""
        return ["\(number) is open, in \(currency.code).", "Its identifier: \(id)"]
    }

    private func setLimits(_ act: AccountAct) async throws -> [String] {
        let account = try await account(.account, of: act)
        let (number, currency) = (account.profile.number, account.account.currency)
        // An untyped limit keeps its value, which another operator may be changing at this moment.
        let change = try limitChange(of: act, currency)
        let (limits, isChanged) = try await bank.changeLimits(of: account.account.id) {
            change($0)
        }
        let text = limits.text(currency)
        return isChanged
            ? ["The limits of \(number): \(text)."]
            : ["\(number) has these limits already: \(text)."]
    }

    private func changeAccess(_ act: AccountAct) async throws -> [String] {
        let user = try await user(of: act)
        let account = try await account(.account, of: act)
        let number = account.profile.number
        let known = try await books.read { try $0.grant(of: user.id, for: account.account.id) }
        guard act.kind == .grant else {
            guard known?.access != nil else { return ["\(user.name) has no access to \(number)."] }
            try await bank.revokeAccess(to: account.account.id, for: user.id)
            return ["\(user.name) no longer sees \(number)."]
        }
        let word = try text(.access, of: act)
        guard let access = AccountRecord.Access(word: word) else {
            throw DaemonError("Access is masked, view or operate, not '\(word)'.", .badData)
        }
        guard known?.access != access else {
            return ["\(user.name) has that access to \(number) already."]
        }
        try await bank.grantAccess(access, to: account.account.id, for: user.id)
        let done = "\(user.name) may \(access.deed) \(number)."
        return account.account.isClosed
            ? [done, "It is closed for good: nothing is booked in it any more."] : [done]
    }

    private func changePayee(_ act: AccountAct) async throws -> [String] {
        let user = try await user(of: act)
        let account = try await account(.account, of: act)
        let (id, number) = (account.account.id, account.profile.number)
        let known = try await books.read { try $0.payee(of: user.id, with: id) }
        guard act.kind == .removePayee else {
            let name = act.texts[.name] ?? account.profile.holder
            let shown = OperatorText.clean(name)
            if let known, !known.isRemoved, known.name == name {
                return ["\(number) is a payee of \(user.name) already, as '\(shown)'."]
            }
            try await bank.addPayee(id, named: name, for: user.id)
            return ["\(number) is a payee of \(user.name), as '\(shown)'."]
        }
        guard let known, !known.isRemoved else {
            return ["\(number) is no payee of \(user.name)."]
        }
        try await bank.removePayee(id, for: user.id)
        return ["\(number) is no payee of \(user.name) any more."]
    }

    private func reverse(_ act: AccountAct) async throws -> [String] {
        let id = try await reversedTransfer(try text(.transfer, of: act))
        let reversal = try await bank.reverse(id, reference: act.texts[.reference])
        return ["\(id) is reversed.", "The transfer that does it: \(reversal)"]
    }

    private func changeHold(_ act: AccountAct) async throws -> [String] {
        guard act.kind == .hold else {
            let id: TransferID = try OperatorText.identifier(text(.transfer, of: act), "transfer")
            guard act.kind == .postHold else {
                try await bank.voidHold(id)
                return ["What \(id) held is released."]
            }
            let held = try await books.read { try $0.transfer(id)?.transfer }
            let amount = try held.flatMap { try self.amount(.amount, of: act, $0.amount.currency) }
            let posted = try await bank.postHold(id, amount: amount)
            return [Self.takenSentence(id, held, amount), "The transfer that takes it: \(posted)"]
        }
        let from = try await account(.from, of: act)
        let to = try await account(.to, of: act)
        guard let amount = try amount(.amount, of: act, from.account.currency) else {
            throw DaemonError("Say how much to hold.", .badData)
        }
        let end = try act.texts[.until].map { try zone.endOfDay(typed: $0) }
        let id = try await bank.hold(
            BankHold(
                debitAccountID: from.account.id,
                creditAccountID: to.account.id,
                amount: amount,
                reference: act.texts[.reference] ?? "",
                expiresAt: end
            )
        )
        let held = OperatorText.money(amount)
        let until = end.map { "until \(zone.endText(of: $0))" } ?? "without end"
        return [
            "\(from.profile.number) holds \(held) for \(to.profile.number), \(until).",
            "The transfer that holds it: \(id)",
        ]
    }

    /// Returns the sentence on a posted hold and its freed rest; `amount` is nil for all of it.
    private static func takenSentence(
        _ id: TransferID,
        _ held: Transfer?,
        _ amount: Money?
    ) -> String {
        guard let held, let amount, amount.minorUnits < held.amount.minorUnits else {
            return "What \(id) held is taken."
        }
        let rest = Money(
            minorUnits: held.amount.minorUnits - amount.minorUnits,
            currency: amount.currency
        )
        return "\(held.takenText(amount)) is taken; the rest, "
            + "\(OperatorText.money(rest)), is free again."
    }

    /// Returns the transfer to reverse, by its identifier, or by the receipt or key of its journal.
    private func reversedTransfer(_ text: String) async throws -> TransferID {
        let records = try await books.read { try $0.transfers(named: text) }
        guard let record = records.first, records.count == 1 else {
            throw DaemonError(
                "The journal \(OperatorText.clean(text)) has \(records.count) transfers; reverse "
                    + "each by its own identifier.",
                .badData
            )
        }
        let id = record.transfer.id
        switch (record.pendingStatus, record.resolution?.resolvedBy) {
        case (.pending, _):
            let command = ShellCommand("hold void").argument(id.description).on(folder)
            throw DaemonError("\(id) is a hold. Release it with: \(command)", .badData)
        case (.posted, let posted?):
            let command = ShellCommand("reverse").argument(posted.description).on(folder)
            throw DaemonError(
                "\(id) is a hold, and what it held was taken. Reverse that with: \(command)",
                .badData
            )
        case (.voided, _), (.expired, _):
            throw DaemonError(
                "\(id) is a hold, and what it held was released; there is nothing to reverse.",
                .badData
            )
        case (.none, _), (.posted, nil): return id
        }
    }

    private func account(
        _ field: AccountAct.Field,
        of act: AccountAct
    ) async throws -> StoredAccount {
        let text = try text(field, of: act)
        return try await books.read { try $0.account(named: text) }
    }

    private func user(of act: AccountAct) async throws -> UserRecord {
        let text = try text(.user, of: act)
        return try await books.read { try $0.user(typed: text) }
    }

    private func text(_ field: AccountAct.Field, of act: AccountAct) throws(DaemonError) -> String {
        guard let text = act.texts[field], !text.isEmpty else {
            throw DaemonError("The \(field.rawValue) is missing.", .badData)
        }
        return text
    }

    private func amount(
        _ field: AccountAct.Field,
        of act: AccountAct,
        _ currency: Currency,
        allowsSign: Bool = false
    ) throws(DaemonError) -> Money? {
        guard let text = act.texts[field] else { return nil }
        do {
            return try MoneyParser(.plain, allowsSign: allowsSign).parse(text, currency: currency)
        } catch {
            throw DaemonError(
                "'\(text)' is no amount in \(currency.code); write it like "
                    + "\(MoneyFormatter(.plain).text(Money(minorUnits: 123_456, currency: currency)))"
                    + ".",
                .badData
            )
        }
    }

    /// Accepted values of limits, in minor units.
    ///
    /// The bank and the consoles compute a balance minus its minimum and its holds in 64 bits.
    /// These bounds leave enough room for that.
    private static let bounds: ClosedRange<Int64> =
        -1_000_000_000_000_000_000...1_000_000_000_000_000_000

    /// Returns the change of the limits that were typed; a limit that was not typed stays, and the
    /// word `none` removes one.
    private func limitChange(
        of act: AccountAct,
        _ currency: Currency
    ) throws(DaemonError) -> @Sendable (AccountLimits) -> AccountLimits {
        let minimum = try bound(.minimum, of: act, currency)
        let maximum = try bound(.maximum, of: act, currency)
        return { limits in
            var changed = limits
            changed.minimumBalance = minimum(limits.minimumBalance)
            changed.maximumBalance = maximum(limits.maximumBalance)
            return changed
        }
    }

    private func bound(
        _ field: AccountAct.Field,
        of act: AccountAct,
        _ currency: Currency
    ) throws(DaemonError) -> @Sendable (Int64?) -> Int64? {
        if act.texts[field] == "none" { return { _ in nil } }
        guard let amount = try amount(field, of: act, currency, allowsSign: true) else {
            return { $0 }
        }
        let bounds = Self.bounds
        guard bounds.contains(amount.minorUnits) else {
            let lowest = Money(minorUnits: bounds.lowerBound, currency: currency)
            let highest = Money(minorUnits: bounds.upperBound, currency: currency)
            throw DaemonError(
                "A lowest or highest balance lies between \(OperatorText.money(lowest)) and "
                    + "\(OperatorText.money(highest)). Leave it out, or say none, for no limit.",
                .badData
            )
        }
        return { _ in amount.minorUnits }
    }
}

extension AccountLimits {
    /// Returns the limits as the end of a sentence.
    func text(_ currency: Currency) -> String {
        func bound(_ minorUnits: Int64?) -> String {
            guard let minorUnits else { return "none" }
            return OperatorText.money(Money(minorUnits: minorUnits, currency: currency))
        }
        return "lowest balance \(bound(minimumBalance)), highest \(bound(maximumBalance))"
    }
}

extension AccountRecord.Access {
    /// The access's word on the command line.
    var word: String {
        switch self {
        case .viewMasked: "masked"
        case .view: "view"
        case .operate: "operate"
        }
    }

    /// The verb for what the access permits.
    fileprivate var deed: String {
        switch self {
        case .viewMasked: "see, with its number masked,"
        case .view: "see"
        case .operate: "operate"
        }
    }

    fileprivate init?(word: String) {
        guard let found = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = found
    }
}
