@testable import ClientService
@testable import ConsoleUI
import CoreVocabulary
import IdentityCore
import MoneyCore
import SyncCore

/// Ways that several tests go.
extension Stage {
    /// The bank has not answered for 37 minutes.
    mutating func goOffline() {
        let since = time.wall.adding(seconds: -37 * 60)
        bank.line = .down(since: since)
        bank.freshness = .cached(asOf: since)
        tell(.statusChanged(bank.status))
        wait(seconds: 10)
    }

    /// Opens what the console holds, 37 minutes after the bank was last heard.
    mutating func openOfflineCopy() throws {
        let since = time.wall.adding(seconds: -37 * 60)
        bank.line = .down(since: since)
        bank.freshness = .cached(asOf: since)
        bank.signInOutcome = .unreachable(.lineDown, copy: .here)
        try signIn()
        try press("Tab", "Enter")
        type(ScriptedBank.password)
        try press("Enter")
    }

    /// A stage on which the offline copy is open.
    static func offlineCopy() throws -> Stage {
        var stage = Stage()
        try stage.openOfflineCopy()
        return stage
    }

    mutating func comeBack() {
        bank.line = .up
        bank.freshness = .live(asOf: time.wall)
        tell(.statusChanged(bank.status))
    }

    /// To the step that asks for an amount, from the savings account to the first payee.
    mutating func beginTransfer() throws {
        try press("t")
        type("kaveri")
        try press("Enter")
        type("120000")
        try press("Enter")
        type("Invoice 1182")
    }

    mutating func reachReview() throws {
        bank.entries[ScriptedBank.savings] = ScriptedBank.makeEntries(
            ScriptedBank.savings,
            .indianRupee,
            count: 90,
            seed: 1
        )
        try beginTransfer()
        try press("Enter")
    }

    mutating func reachCode() throws {
        try reachReview()
        try press("Tab", "Enter")
    }
}

extension ScriptedBank {
    /// Somebody signs in who serves customers, one of whom has a name that tries everything.
    mutating func becomeTeller() {
        user = SignedInUser(
            userID: UserID(rawValue: 3),
            displayName: "Nisha Kulkarni",
            role: .teller,
            endsAt: Self.now.adding(seconds: 3_600)
        )
        let holders = ["Asha Rao", "Gopal Deshpande", Self.hostileName]
        accounts = zip(accounts, holders).map { $0.withHolder($1) }
    }

    /// The first account may go below zero.
    mutating func grantOverdraft(minorUnits: Int64) {
        accounts[0] = accounts[0].withOverdraft(minorUnits)
    }

    /// Somebody signs in who looks on.
    mutating func becomeAuditor() {
        user = SignedInUser(
            userID: UserID(rawValue: 2),
            displayName: "Ravi Menon",
            role: .auditor,
            endsAt: Self.now.adding(seconds: 3_600)
        )
        accounts = accounts.map { $0.withAccess(.viewMasked) }
    }
}
