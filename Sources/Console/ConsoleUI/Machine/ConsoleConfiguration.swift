public import CoreVocabulary
public import MoneyCore
public import TerminalKit

/// What a console is told once, at its start.
public struct ConsoleConfiguration: Sendable {
    /// Whose money it shows; the title bar says so.
    public var environment: Environment
    /// The bank's name, for the sign-in screen.
    public var bankName: String
    /// The zone in which the days of a bank are counted that does not say where it does.
    public var zone: ZoneOffset
    /// How amounts are printed and read.
    public var convention: NumberConvention
    /// What the sign-in screen says in a demonstration; nil outside one.
    public var demoNotice: DemoNotice?
    /// Whether the line can be disturbed from here; in a demonstration only.
    public var hasLineCommands: Bool
    /// Whether the program may be suspended; not where there is no shell to go back to.
    public var canSuspend: Bool
    /// Whether this console keeps what it holds, so that it can be read while the bank is away.
    public var keepsOfflineCopy: Bool

    /// Makes a configuration.
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

/// What somebody needs to know to sign in to a demonstration.
public struct DemoNotice: Hashable, Sendable {
    /// Sentences for the sign-in screen.
    public var paragraphs: [String]
    /// Who may sign in and be filled in by a key.
    public var people: [DemoPerson]
    /// Who signs in at the start; nil when somebody is asked.
    public var signsInAs: String?

    /// Makes a notice.
    public init(paragraphs: [String], people: [DemoPerson] = [], signsInAs: String? = nil) {
        self.paragraphs = paragraphs
        self.people = people
        self.signsInAs = signsInAs
    }

    /// Whom the key that fills in fills in next.
    ///
    /// - Parameters:
    ///   - name: What stands in the field for the name.
    ///   - isFilled: Whether the password stands there too, so that the next one is meant.
    /// - Returns: The person's place; nil when there is nobody.
    func next(after name: String, isFilled: Bool) -> Int? {
        guard !people.isEmpty else { return nil }
        guard let place = people.firstIndex(where: { $0.user == name }) else { return 0 }
        return isFilled ? (place + 1) % people.count : place
    }
}

/// Somebody who may sign in to a demonstration.
public struct DemoPerson: Hashable, Sendable {
    /// The name to sign in with.
    public let user: String
    /// The word of the role.
    public let role: String
    /// The name to show.
    public let name: String

    /// Names somebody.
    public init(user: String, role: String, name: String) {
        self.user = user
        self.role = role
        self.name = name
    }
}
