import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService
import MoneyCore

/// Compares facts of set-aside books with the present books.
struct LostFactComparison: Sendable {
    /// An item of the list of lost decisions.
    typealias Item = LostActs.Item

    let zone: ZoneOffset
    let now: Instant
    /// The decisions of both books since they diverged.
    var decisions = DecisionsSince()
    /// The answers about lost holds.
    var holds: [TransferID: PlacedHolds.Answer] = [:]

    /// Returns the item for a fact, or nil if it also holds in the present books.
    func item(for fact: LostFact, in reader: any LedgerReading) throws -> Item? {
        switch fact {
        case .user(let user, let action): try item(for: user, action, in: reader)
        case .terminal(let name): try item(forTerminal: name, in: reader)
        case .session(let session, let user, let isWiping):
            try item(for: session, of: user, isWiping, in: reader)
        case .account(let stored, let action): try item(for: stored, action, in: reader)
        case .access(let access, let user, let account):
            try item(for: access, of: user, to: account, in: reader)
        case .payee(let payee, let user, let account):
            try item(for: payee, of: user, account, in: reader)
        case .hold(let lost): try item(for: lost, in: reader)
        }
    }

    /// Compares a user who was changed by an action.
    func item(
        for user: UserRecord,
        _ action: AuditRow.Action,
        in reader: any LedgerReading
    ) throws -> Item? {
        let presence = try self.presence(of: user, in: reader)
        if let current = presence.record { return change(of: user, action, now: current) }
        // A user who was disabled in the end is listed, but no command adds them.
        let fate = user.isDisabled ? "was added and shut out" : "was added"
        return Item(
            sentence: "\(user.name) \(fate), and is not there any more.",
            command: ShellCommand("user add").argument(user.name).option(
                "--role",
                user.role.rawValue
            )
            .option("--display-name", user.displayName),
            isRepeatable: presence.successor == nil && !user.isDisabled,
            likeness: LostLikeness([presence.successor])
        )
    }

    /// Returns the present user of an earlier record, or the same person under the name.
    func presence(
        of lost: UserRecord,
        in reader: any LedgerReading
    ) throws -> LostPresence<UserRecord> {
        try reader.presence(of: lost, addedRoles: decisions.now.addedRoles)
    }

    private func change(
        of user: UserRecord,
        _ action: AuditRow.Action,
        now current: UserRecord
    ) -> Item? {
        let name = user.name
        let isAddedAgain = current.id != user.id
        func decided(_ subject: (UserID) -> DecisionLog.Subject) -> Instant? {
            decisions.standing(subject(current.id), insteadOf: subject(user.id))
        }
        let admitted = decided(DecisionLog.Subject.shutOut)
        switch action {
        case .userDisabled where user.isDisabled && !current.isDisabled:
            return Item(
                sentence: admitted == nil
                    ? "\(name) may sign in again." : "\(name) was shut out, and may sign in now.",
                command: ShellCommand("user disable").argument(name),
                isShuttingOut: true,
                decidedSince: admitted
            )
        case .userEnabled where !user.isDisabled && current.isDisabled:
            return Item(
                sentence: admitted == nil
                    ? "\(name) is shut out again." : "\(name) was let in, and is shut out now.",
                command: ShellCommand("user enable").argument(name),
                decidedSince: admitted
            )
        case .roleChanged where user.role != current.role:
            let since = decided(DecisionLog.Subject.role)
            let (old, new) = (user.role.rawValue, current.role.rawValue)
            return Item(
                sentence: since == nil
                    ? "\(name) is \(new) again." : "\(name) was \(old), and is \(new) now.",
                command: ShellCommand("user set-role").argument(name).argument(old),
                decidedSince: since
            )
        // Secrets cannot be compared, so only a decision in force shows that one was replaced.
        case .passwordChanged where !isAddedAgain && decided(DecisionLog.Subject.password) == nil:
            return Item(
                sentence: "\(name) has the old password again.",
                command: ShellCommand("user set-password").argument(name)
            )
        case .totpReset where !isAddedAgain && decided(DecisionLog.Subject.authenticator) == nil:
            return Item(
                sentence: "\(name) has the old authenticator again.",
                command: ShellCommand("user reset-totp").argument(name)
            )
        default: return nil
        }
    }

    private func item(forTerminal name: String, in reader: any LedgerReading) throws -> Item? {
        guard try !reader.isRevoked(terminal: name) else { return nil }
        return Item(
            sentence: "The terminal \(OperatorText.clean(name)) is trusted again.",
            command: ShellCommand("token revoke").option("--terminal", name).flag("--unseen"),
            isShuttingOut: true
        )
    }

    private func item(
        for session: SessionRecord,
        of user: UserRecord,
        _ isWiping: Bool,
        in reader: any LedgerReading
    ) throws -> Item? {
        let name = user.name
        let command = ShellCommand("token revoke").option("--session", session.id.description)
        guard let current = try reader.session(session.id) else {
            let who = try presence(of: user, in: reader)
            guard isWiping, try !isOrderedOtherwise(session, of: who.record, in: reader)
            else { return nil }
            let terminal = session.terminal.map {
                ", or its terminal \(OperatorText.clean($0)) revoked"
            }
            return Item(
                sentence:
                    "The console of a session of \(name) keeps what it has to destroy, and the books do not "
                    + "know the session: it cannot be told by that. It is told when somebody signs in "
                    + "at it while \(name) is disabled\(terminal ?? "").",
                command: command.flag("--wipe"),
                isShuttingOut: true,
                isRepeatable: false,
                likeness: LostLikeness([who.successor])
            )
        }
        if isWiping {
            if decisions.before.wipedSessions.contains(session.id.rawValue) { return nil }
            let isOrdered = try reader.wipeOrder(of: session.id) != nil
            if isOrdered || current.endedFor == .consoleRevoked { return nil }
            return Item(
                sentence: "The console of a session of \(name) keeps what it has to destroy.",
                command: command.flag("--wipe"),
                isShuttingOut: true
            )
        }
        guard !current.isOver(at: now) else { return nil }
        return Item(
            sentence: "A session of \(name) is under way again.",
            command: command,
            isShuttingOut: true
        )
    }

    /// Returns true if the console of an unknown session is wiped, or will be at next contact.
    private func isOrderedOtherwise(
        _ session: SessionRecord,
        of user: UserRecord?,
        in reader: any LedgerReading
    ) throws -> Bool {
        if decisions.before.wipedSessions.contains(session.id.rawValue) { return true }
        if let user, user.isDisabled { return true }
        guard let terminal = session.terminal else { return false }
        return try reader.isRevoked(terminal: terminal)
    }

    private func item(
        for stored: StoredAccount,
        _ action: AuditRow.Action,
        in reader: any LedgerReading
    ) throws -> Item? {
        let number = OperatorText.clean(stored.profile.number)
        let (account, profile) = (stored.account, stored.profile)
        let presence = try reader.presence(of: stored)
        guard let current = presence.record?.account else {
            let fate = account.isClosed ? "was opened and closed" : "was opened"
            let command = ShellCommand("account open").argument(profile.number)
                .option("--holder", profile.holder).option("--product", profile.product)
                .option("--branch", profile.branchCode.isEmpty ? nil : profile.branchCode)
                .option("--currency", account.currency.code)
                .option("--side", account.normalBalance == .debit ? "debit" : "credit")
            return Item(
                sentence: "The account \(number) \(fate), and is not there any more.",
                command: bounded(command, by: account.limits, account.currency),
                isRepeatable: presence.successor == nil && !account.isClosed,
                likeness: LostLikeness([presence.successor])
            )
        }
        if action == .accountClosed, account.isClosed, !current.isClosed {
            return Item(
                sentence: "The account \(number) is open again.",
                command: ShellCommand("account close").argument(profile.number)
            )
        }
        // A closed account cannot be changed any more.
        let isOpen = !account.isClosed && !current.isClosed
        if action == .limitsChanged, isOpen, account.limits != current.limits {
            let since = decisions.standing(.limits(current.id), insteadOf: .limits(account.id))
            let (old, new) = (
                words(of: account.limits, account.currency),
                words(of: current.limits, current.currency)
            )
            return Item(
                sentence: since == nil
                    ? "The account \(number) has the old limits again."
                    : "The account \(number) had \(old), and has \(new) now.",
                command: bounded(
                    ShellCommand("account limits").argument(profile.number),
                    by: account.limits,
                    account.currency
                ),
                decidedSince: since
            )
        }
        return nil
    }

    /// Returns the limits of an account as a part of a sentence.
    private func words(of limits: AccountLimits, _ currency: Currency) -> String {
        func text(_ bound: String, _ minorUnits: Int64?) -> String {
            guard let minorUnits else { return "no \(bound)" }
            let money = Money(minorUnits: minorUnits, currency: currency)
            return "a \(bound) of \(OperatorText.money(money))"
        }
        let minimum = text("minimum", limits.minimumBalance)
        let maximum = text("maximum", limits.maximumBalance)
        return "\(minimum) and \(maximum)"
    }

    /// Adds the limits of an account to a command as options.
    private func bounded(
        _ command: ShellCommand,
        by limits: AccountLimits,
        _ currency: Currency
    ) -> ShellCommand {
        func text(_ minorUnits: Int64?) -> String {
            guard let minorUnits else { return "none" }
            let money = Money(minorUnits: minorUnits, currency: currency)
            return MoneyFormatter(.plain).text(money)
        }
        return command.option("--minimum", text(limits.minimumBalance))
            .option("--maximum", text(limits.maximumBalance))
    }
}
