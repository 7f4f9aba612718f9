// swift-tools-version: 6.2
import PackageDescription

// One row per target. `layer` fixes the folder, the compiler settings, and which way arrows may
// point; `check` below refuses to load the manifest when a row breaks the rules.
// The reasons for the layers stand in docs/ARCHITECTURE.md.
enum Layer: String {
    case System, Core, Wire, Client, Terminal, Console, Server, Simulation, Support, Scenarios, Tidy
}

/// The layers each layer may import from; an arrow that is not listed here does not exist.
let allowed: [Layer: Set<Layer>] = [
    .System: [.System],
    .Core: [.Core, .System],
    .Wire: [.Core, .System],
    .Client: [.System, .Core, .Wire, .Client],
    .Terminal: [.System, .Terminal],
    .Console: [.System, .Core, .Wire, .Client, .Terminal, .Console],
    .Server: [.System, .Core, .Wire, .Server],
    .Simulation: [.System, .Core, .Wire, .Client, .Server, .Simulation],
    .Support: [.System, .Core, .Wire, .Client, .Terminal, .Console, .Server, .Support],
]

// Of System, these layers see only what is listed: Core and Wire pure functions and memory for
// secrets, Console a reader of text and local files as well. The other layers that may import
// from System see all of it.
let openSystemTargets: [Layer: Set<String>] = [
    .Core: ["Cryptography"],
    .Wire: ["Cryptography"],
    .Console: ["Cryptography", "LocalFiles", "TOMLText"],
]

/// Executables are where live parts meet, so they alone may import every layer.
struct Row {
    enum Kind { case library, system, executable, test }

    var name: String
    var layer: Layer
    var uses: [String] = []
    var products: [Target.Dependency] = []
    var kind: Kind = .library
    /// Files in its folder that are data, read by path.
    var data: [String] = []
}

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let argumentParser = Target.Dependency.product(
    name: "ArgumentParser",
    package: "swift-argument-parser"
)

let swiftSystem = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

// The server's packages hang on a trait, so that the console alone neither fetches nor compiles
// them: `swift build --disable-default-traits --product counterfoil`.
let serverTrait = "Backend"
func server(_ name: String, _ package: String) -> Target.Dependency {
    .product(name: name, package: package, condition: .when(traits: [serverTrait]))
}
let httpServer = [
    server("HummingbirdCore", "hummingbird"),
    server("NIOCore", "swift-nio"),
    server("NIOPosix", "swift-nio"),
    server("NIOTLS", "swift-nio"),
    server("NIOHTTP1", "swift-nio"),
    server("NIOHTTPTypes", "swift-nio-extras"),
    server("NIOSSL", "swift-nio-ssl"),
    server("HTTPTypes", "swift-http-types"),
    server("Logging", "swift-log"),
    server("ServiceLifecycle", "swift-service-lifecycle"),
]

let rows: [Row] = [
    Row(name: "CAllocator", layer: .System, kind: .system),
    Row(name: "CProcess", layer: .System, kind: .system),
    Row(name: "CLibcurl", layer: .System, kind: .system),
    Row(name: "CNcurses", layer: .System, kind: .system),
    Row(name: "COpenSSL", layer: .System, kind: .system),
    Row(name: "CSQLite", layer: .System, kind: .system),
    Row(name: "Cryptography", layer: .System, uses: ["COpenSSL", "CProcess"]),
    Row(name: "Certificates", layer: .System, uses: ["COpenSSL", "Cryptography"]),
    Row(name: "LocalFiles", layer: .System, products: [swiftSystem]),
    Row(name: "MachineClocks", layer: .System),
    Row(name: "ProgramOutput", layer: .System, uses: ["LocalFiles"]),
    Row(name: "SystemThreads", layer: .System),
    Row(name: "TOMLText", layer: .System, uses: ["LocalFiles"]),

    Row(name: "CoreVocabulary", layer: .Core),
    Row(name: "MoneyCore", layer: .Core, uses: ["CoreVocabulary"]),
    Row(name: "LedgerCore", layer: .Core, uses: ["CoreVocabulary", "MoneyCore"]),
    Row(name: "IdentityCore", layer: .Core, uses: ["CoreVocabulary", "Cryptography"]),
    Row(name: "SyncCore", layer: .Core, uses: ["CoreVocabulary", "MoneyCore", "Cryptography"]),

    Row(
        name: "WireProtocol",
        layer: .Wire,
        uses: ["CoreVocabulary", "SyncCore", "Cryptography"]
    ),

    Row(
        name: "ClientService",
        layer: .Client,
        uses: [
            "CoreVocabulary", "MoneyCore", "IdentityCore", "SyncCore", "Cryptography",
            "WireProtocol",
        ]
    ),
    Row(
        name: "ClientCache",
        layer: .Client,
        uses: [
            "CoreVocabulary", "MoneyCore", "IdentityCore", "SyncCore", "Cryptography",
            "LocalFiles", "ClientService",
        ],
        products: [grdb]
    ),
    Row(
        name: "ClientTransport",
        layer: .Client,
        uses: [
            "CoreVocabulary", "SyncCore", "LocalFiles", "SystemThreads", "WireProtocol",
            "ClientService", "CLibcurl",
        ]
    ),

    Row(name: "TerminalKit", layer: .Terminal),
    Row(name: "TerminalCurses", layer: .Terminal, uses: ["TerminalKit", "CNcurses"]),

    Row(
        name: "ConsoleFiles",
        layer: .Console,
        uses: ["LocalFiles", "TerminalKit", "TOMLText"]
    ),
    Row(
        name: "ConsoleUI",
        layer: .Console,
        uses: [
            "CoreVocabulary", "MoneyCore", "LedgerCore", "IdentityCore", "SyncCore",
            "Cryptography", "WireProtocol", "ClientService", "TerminalKit",
        ]
    ),
    Row(
        name: "counterfoil",
        layer: .Console,
        uses: [
            "CAllocator", "TOMLText", "Certificates", "LocalFiles", "MachineClocks",
            "ProgramOutput", "SystemThreads",
            "CoreVocabulary", "MoneyCore", "LedgerCore", "IdentityCore", "SyncCore",
            "Cryptography", "WireProtocol", "ClientService", "ClientCache", "ClientTransport",
            "TerminalKit", "TerminalCurses", "ConsoleFiles", "ConsoleUI",
            "LedgerService",
            "LedgerStoreSQLite", "BankFixture",
        ],
        products: [argumentParser],
        kind: .executable
    ),

    Row(
        name: "LedgerService",
        layer: .Server,
        uses: [
            "CoreVocabulary", "MoneyCore", "LedgerCore", "IdentityCore", "SyncCore",
            "Cryptography", "SystemThreads", "WireProtocol",
        ]
    ),
    Row(
        name: "LedgerStoreSQLite",
        layer: .Server,
        uses: [
            "CoreVocabulary", "MoneyCore", "LedgerCore", "IdentityCore", "SyncCore",
            "Cryptography", "LocalFiles", "LedgerService", "CSQLite",
        ],
        products: [grdb]
    ),
    Row(
        name: "BankFixture",
        layer: .Server,
        uses: [
            "CoreVocabulary", "MoneyCore", "LedgerCore", "IdentityCore", "SyncCore",
            "Cryptography", "LocalFiles", "TOMLText", "LedgerService",
        ]
    ),
    Row(
        name: "LedgerHTTP",
        layer: .Server,
        uses: [
            "CoreVocabulary", "IdentityCore", "SyncCore", "Certificates", "LocalFiles",
            "WireProtocol", "LedgerService",
        ],
        products: httpServer
    ),
    Row(
        name: "BankDaemon",
        layer: .Server,
        uses: [
            "CoreVocabulary", "MoneyCore", "LedgerCore", "IdentityCore", "SyncCore",
            "Cryptography", "Certificates", "CProcess", "LocalFiles", "MachineClocks",
            "SystemThreads", "TOMLText", "WireProtocol", "LedgerService", "LedgerStoreSQLite",
            "BankFixture",
        ]
    ),

    Row(
        name: "counterfoild",
        layer: .Server,
        uses: [
            "CoreVocabulary", "MoneyCore", "LedgerCore", "IdentityCore", "SyncCore",
            "Cryptography", "Certificates", "TOMLText", "WireProtocol", "LedgerService",
            "LedgerStoreSQLite", "BankFixture", "BankDaemon", "LedgerHTTP", "ProgramOutput",
            "SystemThreads",
        ],
        products: [
            argumentParser, server("Logging", "swift-log"),
            server("ServiceLifecycle", "swift-service-lifecycle"),
            server("UnixSignals", "swift-service-lifecycle"),
        ],
        kind: .executable
    ),

    Row(name: "CTaskHooks", layer: .Simulation, kind: .system),
    Row(
        name: "LedgerStoreMemory",
        layer: .Simulation,
        uses: [
            "CoreVocabulary", "MoneyCore", "LedgerCore", "IdentityCore", "SyncCore",
            "Cryptography", "LedgerService",
        ]
    ),
    Row(
        name: "ClientStorageMemory",
        layer: .Simulation,
        uses: ["CoreVocabulary", "SyncCore", "Cryptography", "ClientService"]
    ),
    Row(
        name: "SimulationKit",
        layer: .Simulation,
        uses: [
            "CTaskHooks",
            "CoreVocabulary", "MoneyCore", "LedgerCore", "IdentityCore", "SyncCore",
            "Cryptography", "WireProtocol", "ClientService", "ClientStorageMemory", "LedgerService",
            "LedgerStoreMemory", "LedgerStoreSQLite",
        ]
    ),
    Row(
        name: "simulate",
        layer: .Simulation,
        uses: ["SimulationKit"],
        products: [argumentParser],
        kind: .executable
    ),

    Row(name: "CLibssl", layer: .Support, kind: .system),
    Row(name: "CPseudoTerminal", layer: .Support, kind: .system),
    Row(name: "CVterm", layer: .Support, kind: .system),
    Row(name: "PseudoTerminal", layer: .Support, uses: ["CPseudoTerminal", "CVterm"]),
    Row(
        name: "BankTestKit",
        layer: .Support,
        uses: [
            "CoreVocabulary", "MoneyCore", "LedgerCore", "IdentityCore", "SyncCore",
            "LocalFiles", "Cryptography", "WireProtocol", "LedgerService",
            "LedgerStoreSQLite",
        ]
    ),
    Row(
        name: "StoreConformance",
        layer: .Support,
        uses: [
            "CoreVocabulary", "MoneyCore", "LedgerCore", "IdentityCore", "SyncCore",
            "Cryptography", "LedgerService",
        ]
    ),
    Row(
        name: "terminal-probe",
        layer: .Support,
        uses: ["TerminalKit", "TerminalCurses"],
        kind: .executable
    ),
    Row(
        name: "transfer-worker",
        layer: .Support,
        uses: [
            "Certificates", "LocalFiles",
            "CoreVocabulary", "MoneyCore", "IdentityCore", "SyncCore", "Cryptography",
            "WireProtocol", "ClientService", "ClientCache", "ClientTransport", "LedgerService",
            "LedgerStoreSQLite", "LedgerHTTP", "BankFixture", "BankDaemon",
        ],
        products: [server("Logging", "swift-log")],
        kind: .executable
    ),
    Row(
        name: "counterfoil-bench",
        layer: .Support,
        uses: [
            "CoreVocabulary", "MoneyCore", "LedgerCore", "IdentityCore", "SyncCore",
            "Cryptography", "WireProtocol", "ClientService", "ClientCache", "ClientTransport",
            "LedgerService", "LedgerStoreSQLite", "LedgerHTTP", "BankFixture", "Certificates",
            "LocalFiles", "MachineClocks", "PseudoTerminal", "SystemThreads", "CSQLite",
            "BankDaemon",
        ],
        products: [argumentParser, server("Logging", "swift-log")],
        kind: .executable
    ),
]

/// Returns the row of a target's tests: `XTests` in the layer of X, with X and all that X uses.
func testRow(of name: String, alsoUse: [String] = [], data: [String] = []) -> Row {
    guard let tested = rows.first(where: { $0.name == name }) else {
        fatalError("\(name)Tests: no such target '\(name)'")
    }
    if let needless = alsoUse.first(where: tested.uses.contains) {
        fatalError("\(name)Tests: '\(needless)' is used by \(name) already")
    }
    return Row(
        name: "\(name)Tests",
        layer: tested.layer,
        uses: tested.uses + [name] + alsoUse,
        products: tested.products,
        kind: .test,
        data: data
    )
}

let tests: [Row] = [
    testRow(of: "Cryptography", alsoUse: ["CoreVocabulary"]),
    testRow(of: "Certificates"),
    testRow(of: "LocalFiles"),
    testRow(of: "ProgramOutput"),
    testRow(of: "TOMLText", alsoUse: ["CoreVocabulary"]),

    testRow(of: "CoreVocabulary"),
    testRow(of: "MoneyCore"),
    testRow(of: "LedgerCore"),
    testRow(of: "IdentityCore"),
    testRow(of: "SyncCore"),
    testRow(of: "WireProtocol", alsoUse: ["MoneyCore"]),

    testRow(of: "ClientService", alsoUse: ["ClientStorageMemory"]),
    testRow(
        of: "ClientCache",
        alsoUse: ["WireProtocol", "ClientStorageMemory"],
        data: ["Corpus"]
    ),
    testRow(of: "ClientTransport", alsoUse: ["Cryptography", "Certificates", "CLibssl"]),

    testRow(of: "TerminalKit", alsoUse: ["CoreVocabulary"], data: ["Goldens"]),
    testRow(of: "TerminalCurses", alsoUse: ["PseudoTerminal"]),
    testRow(of: "ConsoleFiles"),
    testRow(of: "ConsoleUI", data: ["Goldens"]),

    testRow(of: "LedgerService", alsoUse: ["LedgerStoreSQLite", "BankTestKit"]),
    testRow(of: "LedgerStoreSQLite", alsoUse: ["WireProtocol", "BankTestKit", "StoreConformance"]),
    testRow(
        of: "LedgerStoreMemory",
        alsoUse: ["LedgerStoreSQLite", "BankTestKit", "StoreConformance"]
    ),
    testRow(of: "BankFixture"),
    testRow(
        of: "LedgerHTTP",
        alsoUse: ["MoneyCore", "LedgerCore", "Cryptography", "LedgerStoreSQLite", "BankTestKit"],
        data: ["Contract"]
    ),
    testRow(of: "BankDaemon", alsoUse: ["BankTestKit"]),
    testRow(of: "counterfoild", alsoUse: ["BankTestKit"]),

    testRow(of: "SimulationKit", alsoUse: ["simulate"]),
    Row(
        name: "ScenarioTests",
        layer: .Scenarios,
        uses: [
            "CoreVocabulary", "Cryptography", "Certificates", "PseudoTerminal", "SyncCore",
            "WireProtocol", "ClientService", "ClientTransport",
        ],
        kind: .test
    ),
    Row(name: "TidyTests", layer: .Tidy, kind: .test),
]

func check(_ rows: [Row]) {
    let layers = Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0.layer) })
    for row in rows {
        for used in row.uses {
            guard let other = layers[used] else {
                fatalError("\(row.name): no such target '\(used)'")
            }
            if row.kind == .executable || row.kind == .test { continue }
            guard allowed[row.layer, default: []].contains(other) else {
                fatalError("\(row.name) (\(row.layer)) must not depend on \(used) (\(other))")
            }
            if other == .System, let open = openSystemTargets[row.layer], !open.contains(used) {
                let names = open.sorted().joined(separator: ", ")
                fatalError("\(row.name): of System, \(row.layer) sees no target but \(names)")
            }
        }
        let takesNoPackages: Set<Layer> = [.Core, .Wire, .Terminal]
        if takesNoPackages.contains(row.layer), row.kind == .library, !row.products.isEmpty {
            fatalError("\(row.name): the \(row.layer) layer takes no external package")
        }
    }
}
check(rows + tests)

func settings(_ row: Row) -> [SwiftSetting] {
    var settings: [SwiftSetting] = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .enableUpcomingFeature("InferIsolatedConformances"),
        .treatAllWarnings(as: .error),
    ]
    if row.layer == .Core, row.kind == .library { settings.append(.strictMemorySafety()) }
    // The tests draw some hundred thousand screens; what draws them is optimised in debug builds too.
    if [.Terminal, .Console].contains(row.layer), row.kind == .library {
        settings.append(.unsafeFlags(["-O"], .when(configuration: .debug)))
    }
    return settings
}

func target(_ row: Row) -> Target {
    let folder = row.kind == .test ? "Tests" : "Sources"
    let path = "\(folder)/\(row.layer.rawValue)/\(row.name)"
    let dependencies = row.uses.map { Target.Dependency.byName(name: $0) } + row.products
    return switch row.kind {
    case .system:
        .systemLibrary(name: row.name, path: path)
    case .executable:
        .executableTarget(
            name: row.name,
            dependencies: dependencies,
            path: path,
            swiftSettings: settings(row)
        )
    case .test:
        .testTarget(
            name: row.name,
            dependencies: dependencies,
            path: path,
            exclude: row.data,
            swiftSettings: settings(row)
        )
    case .library:
        .target(
            name: row.name,
            dependencies: dependencies,
            path: path,
            exclude: row.data,
            swiftSettings: settings(row)
        )
    }
}

let package = Package(
    name: "counterfoil",
    products: [],
    traits: [
        .trait(
            name: serverTrait,
            description: "The bank's HTTP server; brings Hummingbird and SwiftNIO."
        ),
        .default(enabledTraits: [serverTrait]),
    ],
    dependencies: [
        .package(
            url: "https://github.com/hummingbird-project/hummingbird.git",
            exact: "2.28.1",
            traits: []
        ),
        .package(url: "https://github.com/apple/swift-nio.git", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", exact: "2.37.6"),
        .package(
            url: "https://github.com/apple/swift-http-types.git",
            exact: "1.8.0",
            traits: []
        ),
        .package(url: "https://github.com/apple/swift-log.git", exact: "1.16.2"),
        .package(
            url: "https://github.com/swift-server/swift-service-lifecycle.git",
            exact: "2.13.0"
        ),
        .package(url: "https://github.com/apple/swift-system.git", exact: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift.git", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", exact: "1.8.2"),
    ],
    targets: (rows + tests).map(target),
    swiftLanguageModes: [.v6]
)
