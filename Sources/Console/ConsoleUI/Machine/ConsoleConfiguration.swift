public import CoreVocabulary
public import MoneyCore
public import TerminalKit

/// Configuration of a console, fixed at its start.
public struct ConsoleConfiguration: Sendable {
    /// Kind of money that the console shows, named in the title bar.
    public var environment: Environment
    /// Name of the bank for the sign-in screen.
    public var bankName: String
    /// Time zone of a bank that does not send its own.
    public var zone: ZoneOffset
    /// Convention for formatting and parsing amounts.
    public var convention: NumberConvention
    /// Content of the sign-in screen in a demo; nil otherwise.
    public var demoNotice: DemoNotice?
    /// True if the link can be disturbed from the console, which is possible in a demo only.
    public var hasLineCommands: Bool
    /// True if the program may be suspended; false if there is no shell to return to.
    public var canSuspend: Bool
    /// True if the console stores its record, so that it can be read while the bank is unavailable.
    public var keepsOfflineCopy: Bool

    /// Creates a configuration for a bank.
    public init(
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
public struct DemoNotice: Hashable, Sendable {
    /// Paragraphs of text for the sign-in screen.
    public var paragraphs: [String]
    /// Users whose credentials can be filled in by a key.
    public var people: [DemoPerson]
    /// User who is signed in at the start; nil to ask for one.
    public var signsInAs: String?

    /// Creates a notice for the sign-in screen.
    public init(paragraphs: [String], people: [DemoPerson] = [], signsInAs: String? = nil) {
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
public struct DemoPerson: Hashable, Sendable {
    /// User name for signing in.
    public let user: String
    /// Name of the role.
    public let role: String
    /// Full name for display.
    public let name: String

    /// Creates a user of a demo.
    public init(user: String, role: String, name: String) {
        self.user = user
        self.role = role
        self.name = name
    }
}
