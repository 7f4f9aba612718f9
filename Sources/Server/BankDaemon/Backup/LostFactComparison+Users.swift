import CoreVocabulary
import IdentityCore
import LedgerService

extension LostFactComparison {
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
            "\(user.name) \(fate), and is not there any more.",
            ShellCommand("user add").argument(user.name).option("--role", user.role.rawValue)
                .option("--display-name", user.displayName),
            isRepeatable: presence.successor == nil && !user.isDisabled,
            likeness: LostLikeness([presence.successor].compactMap(\.self))
        )
    }

    /// Returns the present user of an earlier record, or the same person added again under the
    /// name.
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
        let admitted = decisions.standing(.shutOut(current.id), insteadOf: .shutOut(user.id))
        switch action {
        case .userDisabled where user.isDisabled && !current.isDisabled:
            return Item(
                admitted == nil
                    ? "\(name) may sign in again." : "\(name) was shut out, and may sign in now.",
                ShellCommand("user disable").argument(name),
                isShuttingOut: true,
                decidedSince: admitted
            )
        case .userEnabled where !user.isDisabled && current.isDisabled:
            return Item(
                admitted == nil
                    ? "\(name) is shut out again." : "\(name) was let in, and is shut out now.",
                ShellCommand("user enable").argument(name),
                decidedSince: admitted
            )
        case .roleChanged where user.role != current.role:
            let since = decisions.standing(.role(current.id), insteadOf: .role(user.id))
            let (old, new) = (user.role.rawValue, current.role.rawValue)
            return Item(
                since == nil
                    ? "\(name) is \(new) again." : "\(name) was \(old), and is \(new) now.",
                ShellCommand("user set-role").argument(name).argument(old),
                decidedSince: since
            )
        case .passwordChanged where !isAddedAgain && !redone.contains(.password(user.id)):
            return Item(
                "\(name) has the old password again.",
                ShellCommand("user set-password").argument(name)
            )
        case .totpReset where !isAddedAgain && !redone.contains(.authenticator(user.id)):
            return Item(
                "\(name) has the old authenticator again.",
                ShellCommand("user reset-totp").argument(name)
            )
        default: return nil
        }
    }
}
