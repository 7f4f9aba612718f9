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
// secrets, Console a reader of text and a maker of folders as well. The other layers that may import
// from System see all of it.
let openSystemTargets: [Layer: Set<String>] = [
    .Core: ["Cryptography"],
    .Wire: ["Cryptography"],
    .Console: ["Cryptography", "DurableFolders", "TOMLText"],
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
    Row(name: "CLibssl", layer: .System, kind: .system),
    Row(name: "CNcurses", layer: .System, kind: .system),
    Row(name: "COpenSSL", layer: .System, kind: .system),
    Row(name: "CSQLite", layer: .System, kind: .system),
    Row(name: "Cryptography", layer: .System, uses: ["COpenSSL", "CProcess"]),
    Row(name: "Certificates", layer: .System, uses: ["COpenSSL", "Cryptography"]),
    Row(name: "DurableFolders", layer: .System),
    Row(name: "MachineClocks", layer: .System),
    Row(name: "PrivatePaths", layer: .System, uses: ["DurableFolders"]),
    Row(name: "ProgramFolders", layer: .System),
    Row(name: "ProgramOutput", layer: .System),
    Row(name: "TOMLText", layer: .System),

    Row(name: "CoreVocabulary", layer: .Core),
    Row(name: "MoneyCore", layer: .Core, uses: ["CoreVocabulary"]),
    Row(name: "LedgerCore", layer: .Core, uses: ["CoreVocabulary", "MoneyCore"]),
    Row(name: "IdentityCore", layer: .Core, uses: ["CoreVocabulary", "Cryptography"]),
    Row(
        name: "TokenCore",
        layer: .Core,
        uses: ["CoreVocabulary", "IdentityCore", "Cryptography"]
    ),
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
            "DurableFolders", "ClientService",
        ],
        products: [grdb]
    ),
    Row(
        name: "ClientTransport",
        layer: .Client,
        uses: ["CoreVocabulary", "SyncCore", "WireProtocol", "ClientService", "CLibcurl"]
    ),

    Row(name: "TerminalKit", layer: .Terminal),
    Row(name: "TerminalCurses", layer: .Terminal, uses: ["TerminalKit", "CNcurses"]),

    Row(name: "ThemeFiles", layer: .Console, uses: ["TerminalKit", "TOMLText"]),
    Row(name: "ProfileFiles", layer: .Console, uses: ["DurableFolders", "TOMLText"]),
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
            "CAllocator", "TOMLText", "Certificates", "DurableFolders", "MachineClocks",
            "PrivatePaths", "ProgramFolders", "ProgramOutput",
            "CoreVocabulary", "MoneyCore", "LedgerCore", "IdentityCore", "SyncCore",
            "Cryptography", "WireProtocol", "ClientService", "ClientCache", "ClientTransport",
            "TerminalKit", "TerminalCurses", "ThemeFiles", "ProfileFiles", "ConsoleUI",
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
            "CoreVocabulary", "MoneyCore", "LedgerCore", "IdentityCore", "TokenCore", "SyncCore",
            "Cryptography", "WireProtocol",
        ]
    ),
    Row(
        name: "LedgerStoreSQLite",
        layer: .Server,
        uses: [
            "CoreVocabulary", "MoneyCore", "LedgerCore", "IdentityCore", "SyncCore",
            "TokenCore", "Cryptography", "DurableFolders", "LedgerService", "CSQLite",
        ],
        products: [grdb]
    ),
    Row(
        name: "BankFixture",
        layer: .Server,
        uses: [
            "CoreVocabulary", "MoneyCore", "LedgerCore", "IdentityCore", "SyncCore",
            "Cryptography", "ProgramFolders", "TOMLText", "LedgerService",
        ]
    ),
    Row(
        name: "LedgerHTTP",
        layer: .Server,
        uses: [
            "CoreVocabulary", "IdentityCore", "SyncCore", "Certificates", "PrivatePaths",
            "WireProtocol", "LedgerService",
        ],
        products: httpServer
    ),
    Row(
        name: "BankDaemon",
        layer: .Server,
        uses: [
            "CoreVocabulary", "MoneyCore", "LedgerCore", "IdentityCore", "SyncCore",
            "Cryptography", "Certificates", "CProcess", "DurableFolders", "MachineClocks",
            "PrivatePaths", "TOMLText", "WireProtocol", "LedgerService", "LedgerStoreSQLite",
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
            "CoreVocabulary", "MoneyCore", "LedgerCore", "IdentityCore", "TokenCore", "SyncCore",
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
            "CoreVocabulary", "MoneyCore", "LedgerCore", "IdentityCore", "TokenCore", "SyncCore",
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

    Row(name: "PseudoTerminal", layer: .Support, uses: ["CNcurses"]),
    Row(
        name: "BankTestKit",
        layer: .Support,
        uses: [
            "CoreVocabulary", "MoneyCore", "LedgerCore", "IdentityCore", "SyncCore",
            "TokenCore", "Cryptography", "WireProtocol", "LedgerService", "LedgerStoreSQLite",
        ]
    ),
    Row(
        name: "StoreConformance",
        layer: .Support,
        uses: [
            "CoreVocabulary", "MoneyCore", "LedgerCore", "IdentityCore", "TokenCore", "SyncCore",
            "Cryptography", "LedgerService",
        ]
    ),
    Row(
        name: "terminal-probe",
        layer: .Support,
        uses: ["TerminalKit", "TerminalCurses", "CNcurses"],
        kind: .executable
    ),
    Row(
        name: "transfer-worker",
        layer: .Support,
        uses: [
            "Certificates",
            "CoreVocabulary", "MoneyCore", "IdentityCore", "SyncCore", "Cryptography",
            "WireProtocol", "ClientService", "ClientCache", "ClientTransport", "LedgerService",
            "LedgerStoreSQLite", "LedgerHTTP", "BankFixture",
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
            "MachineClocks", "PseudoTerminal", "CSQLite",
        ],
        products: [argumentParser, server("Logging", "swift-log")],
        kind: .executable
    ),
]

/// The tests, one target for each target under test, and those of the whole.
let tests: [Row] = [
    Row(
        name: "CryptographyTests",
        layer: .System,
        uses: ["Cryptography", "CoreVocabulary"],
        kind: .test
    ),
    Row(
        name: "CertificatesTests",
        layer: .System,
        uses: ["Certificates", "Cryptography"],
        kind: .test
    ),
    Row(
        name: "DurableFoldersTests",
        layer: .System,
        uses: ["DurableFolders"],
        kind: .test
    ),
    Row(
        name: "PrivatePathsTests",
        layer: .System,
        uses: ["PrivatePaths"],
        kind: .test
    ),
    Row(
        name: "ProgramFoldersTests",
        layer: .System,
        uses: ["ProgramFolders"],
        kind: .test
    ),
    Row(
        name: "ProgramOutputTests",
        layer: .System,
        uses: ["ProgramOutput"],
        kind: .test
    ),
    Row(name: "TOMLTextTests", layer: .System, uses: ["TOMLText"], kind: .test),
    Row(name: "CoreVocabularyTests", layer: .Core, uses: ["CoreVocabulary"], kind: .test),
    Row(
        name: "MoneyCoreTests",
        layer: .Core,
        uses: ["CoreVocabulary", "MoneyCore"],
        kind: .test
    ),
    Row(
        name: "LedgerCoreTests",
        layer: .Core,
        uses: ["CoreVocabulary", "MoneyCore", "LedgerCore"],
        kind: .test
    ),
    Row(
        name: "IdentityCoreTests",
        layer: .Core,
        uses: ["CoreVocabulary", "Cryptography", "IdentityCore"],
        kind: .test
    ),
    Row(
        name: "TokenCoreTests",
        layer: .Core,
        uses: ["CoreVocabulary", "Cryptography", "IdentityCore", "TokenCore"],
        kind: .test
    ),
    Row(
        name: "SyncCoreTests",
        layer: .Core,
        uses: ["CoreVocabulary", "MoneyCore", "Cryptography", "SyncCore"],
        kind: .test
    ),
    Row(
        name: "WireProtocolTests",
        layer: .Wire,
        uses: ["CoreVocabulary", "MoneyCore", "Cryptography", "SyncCore", "WireProtocol"],
        kind: .test
    ),
    Row(
        name: "ClientServiceTests",
        layer: .Client,
        uses: [
            "CoreVocabulary", "MoneyCore", "Cryptography", "IdentityCore", "SyncCore",
            "WireProtocol", "ClientService", "ClientStorageMemory",
        ],
        kind: .test
    ),
    Row(
        name: "ClientCacheTests",
        layer: .Client,
        uses: [
            "CoreVocabulary", "MoneyCore", "Cryptography", "IdentityCore", "SyncCore",
            "WireProtocol", "ClientService", "ClientCache", "ClientStorageMemory",
        ],
        products: [grdb],
        kind: .test,
        data: ["Corpus"]
    ),
    Row(
        name: "ClientTransportTests",
        layer: .Client,
        uses: [
            "CoreVocabulary", "Cryptography", "SyncCore", "WireProtocol", "ClientService",
            "ClientTransport", "Certificates", "CLibcurl", "CLibssl",
        ],
        kind: .test
    ),
    Row(
        name: "TerminalKitTests",
        layer: .Terminal,
        uses: ["TerminalKit"],
        kind: .test,
        data: ["Goldens"]
    ),
    Row(
        name: "TerminalCursesTests",
        layer: .Terminal,
        uses: ["TerminalKit", "TerminalCurses", "PseudoTerminal", "CNcurses"],
        kind: .test
    ),
    Row(
        name: "ThemeFilesTests",
        layer: .Console,
        uses: ["TerminalKit", "ThemeFiles"],
        kind: .test
    ),
    Row(
        name: "ProfileFilesTests",
        layer: .Console,
        uses: ["ProfileFiles"],
        kind: .test
    ),
    Row(
        name: "ConsoleUITests",
        layer: .Console,
        uses: [
            "CoreVocabulary", "MoneyCore", "LedgerCore", "IdentityCore", "SyncCore",
            "Cryptography", "WireProtocol", "ClientService", "TerminalKit", "ConsoleUI",
        ],
        kind: .test,
        data: ["Goldens"]
    ),
    Row(
        name: "LedgerServiceTests",
        layer: .Server,
        uses: [
            "CoreVocabulary", "MoneyCore", "LedgerCore", "IdentityCore", "TokenCore", "SyncCore",
            "Cryptography", "WireProtocol", "LedgerService", "LedgerStoreSQLite", "BankTestKit",
        ],
        kind: .test
    ),
    Row(
        name: "LedgerStoreSQLiteTests",
        layer: .Server,
        uses: [
            "CoreVocabulary", "MoneyCore", "LedgerCore", "IdentityCore", "SyncCore",
            "TokenCore", "Cryptography", "CSQLite", "WireProtocol", "LedgerService",
            "LedgerStoreSQLite", "BankTestKit", "StoreConformance",
        ],
        products: [grdb],
        kind: .test
    ),
    Row(
        name: "LedgerStoreMemoryTests",
        layer: .Simulation,
        uses: [
            "CoreVocabulary", "MoneyCore", "LedgerCore", "IdentityCore", "TokenCore", "SyncCore",
            "Cryptography", "LedgerService", "LedgerStoreMemory", "LedgerStoreSQLite",
            "BankTestKit", "StoreConformance",
        ],
        kind: .test
    ),
    Row(
        name: "LedgerHTTPTests",
        layer: .Server,
        uses: [
            "CoreVocabulary", "MoneyCore", "LedgerCore", "IdentityCore", "SyncCore",
            "Cryptography", "Certificates", "WireProtocol", "LedgerService",
            "LedgerStoreSQLite", "BankTestKit", "LedgerHTTP",
        ],
        products: httpServer,
        kind: .test
    ),
    Row(
        name: "BankDaemonTests",
        layer: .Server,
        uses: [
            "CoreVocabulary", "MoneyCore", "LedgerCore", "IdentityCore", "TokenCore", "SyncCore",
            "Cryptography", "Certificates", "TOMLText", "WireProtocol", "LedgerService",
            "LedgerStoreSQLite", "BankFixture", "BankTestKit", "BankDaemon",
        ],
        kind: .test
    ),
    Row(
        name: "counterfoildTests",
        layer: .Server,
        uses: [
            "CoreVocabulary", "MoneyCore", "LedgerCore", "IdentityCore", "SyncCore",
            "Certificates", "LedgerService", "LedgerStoreSQLite", "LedgerHTTP", "BankTestKit",
            "BankDaemon", "ProgramOutput", "counterfoild",
        ],
        products: [argumentParser],
        kind: .test
    ),
    Row(
        name: "SimulationKitTests",
        layer: .Simulation,
        uses: [
            "CoreVocabulary", "MoneyCore", "IdentityCore", "SyncCore", "Cryptography",
            "WireProtocol", "LedgerService", "SimulationKit", "simulate",
        ],
        kind: .test
    ),
    Row(
        name: "BankFixtureTests",
        layer: .Server,
        uses: ["CoreVocabulary", "MoneyCore", "BankFixture"],
        kind: .test
    ),
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
        .package(url: "https://github.com/groue/GRDB.swift.git", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", exact: "1.8.2"),
    ],
    targets: (rows + tests).map(target),
    swiftLanguageModes: [.v6]
)
