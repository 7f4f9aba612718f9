package import CoreVocabulary
package import MoneyCore
package import TerminalKit

/// Configuration of a console, fixed at its start.
package struct ConsoleConfiguration: Sendable {
    /// Kind of money that the console shows, named in the title bar.
    package var environment: Environment
    /// Name of the bank for the sign-in screen.
    package var bankName: String
    /// Time zone of a bank that does not send its own.
    package var zone: ZoneOffset
    /// Convention for formatting and parsing amounts.
    package var convention: NumberConvention
    /// Content of the sign-in screen in a demo; nil otherwise.
    package var demoNotice: DemoNotice?
    /// True if the link can be disturbed from the console, which is possible in a demo only.
    package var hasLineCommands: Bool
    /// True if the program may be suspended; false if there is no shell to return to.
    package var canSuspend: Bool
    /// True if the console stores its record, so that it can be read while the bank is unavailable.
    package var keepsOfflineCopy: Bool

    /// Creates a configuration for a bank.
    package init(
        environment: Environment,
        bankName: String,
        zone: ZoneOffset = .india,
        convention: NumberConvention = .india,
        demoNotice: DemoNotice? = nil,
        hasLineCommands: Bool = false,
        canSuspend: Bool = false,
        keepsOfflineCopy: Bool = false
    ) {
        self.environment = environment
        self.bankName = bankName
        self.zone = zone
        self.convention = convention
        self.demoNotice = demoNotice
        self.hasLineCommands = hasLineCommands
        self.canSuspend = canSuspend
        self.keepsOfflineCopy = keepsOfflineCopy
    }
}

/// Information for signing in to a demo.
package struct DemoNotice: Hashable, Sendable {
    /// Paragraphs of text for the sign-in screen.
    package var paragraphs: [String]
    /// Users whose credentials can be filled in by a key.
    package var people: [DemoPerson]
    /// User who is signed in at the start; nil to ask for one.
    package var signsInAs: String?

    /// Creates a notice for the sign-in screen.
    package init(paragraphs: [String], people: [DemoPerson] = [], signsInAs: String? = nil) {
        self.paragraphs = paragraphs
        self.people = people
        self.signsInAs = signsInAs
    }

    /// Returns the index of the user to fill in next: the one named, or the next if that is done.
    func next(after name: String, isFilled: Bool) -> Int? {
        guard !people.isEmpty else { return nil }
        guard let place = people.firstIndex(where: { $0.user == name }) else { return 0 }
        return isFilled ? (place + 1) % people.count : place
    }
}

/// User of a demo.
package struct DemoPerson: Hashable, Sendable {
    /// User name for signing in.
    package let user: String
    /// Name of the role.
    package let role: String
    /// Full name for display.
    package let name: String

    /// Creates a user of a demo.
    package init(user: String, role: String, name: String) {
        self.user = user
        self.role = role
        self.name = name
    }
}
