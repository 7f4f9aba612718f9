import Testing

/// Goal: the rules find what they are for, and nothing else.
///
/// Method: one good and one bad snippet each.
struct TidyRuleTests {
    private func file(
        _ text: String,
        layer: String = "Core",
        target: String = "MoneyCore"
    ) -> SourceFile {
        SourceFile(path: "Sources/\(layer)/\(target)/File.swift", text: text)
    }

    @Test(
        "banned words are found in code and not in comments",
        arguments: [
            ("let now = Date()", true), ("// Date() is banned", false),
            ("let part: Double = 1", true), ("let parts = 1", false),
            ("print(x)", true), ("fingerprint(x)", false),
            ("let queue = DispatchQueue.main", true), ("precondition(true)", true),
            ("invariant(true, \"x\")", false), ("try! f()", true), ("try? f()", false),
        ]
    )
    func bannedWords(code: String, isBad: Bool) {
        #expect(TidyRules.bannedText(in: file(code)).isEmpty == !isBad)
    }

    @Test(
        "a descriptor that a child would keep is found, and one that it does not is none",
        arguments: [
            ("open(path, O_RDONLY)", true), ("open(path, O_RDONLY | O_CLOEXEC)", true),
            ("try OpenFile(reading: path)", false),
            ("let flags = O_CREAT | O_WRONLY", true), ("cf_accept($0)", false),
            ("Glibc.accept($0, nil, nil)", true), ("socket.accept(unless: stop)", false),
            ("socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)", true),
            ("let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)", false),
            ("fcntl(file, F_SETFD, FD_CLOEXEC)", true), ("fcntl(file, F_GETFD)", false),
            ("dup(file)", true), ("dup2(file, STDERR_FILENO)", false), ("mkstemp(&path)", true),
            ("fopen(path, \"r\")", true), ("fdopen(file, \"r\")", false),
        ]
    )
    func descriptors(code: String, isBad: Bool) {
        let file = file(code, layer: "Server", target: "BankDaemon")
        #expect(TidyRules.bannedText(in: file).isEmpty == !isBad)
    }

    @Test(
        "a path that is taken apart by characters is found, and one by scalars is not",
        arguments: [
            (#"path.split(separator: "/").last"#, true), (#"path.lastIndex(of: "/")"#, true),
            (#"split(separator: "/", omittingEmptySubsequences: false)"#, true),
            (#"path.firstIndex(of: "/")"#, true), (#"text.split(separator: " ")"#, false),
            (#"path.unicodeScalars.split(separator: "/")"#, false),
            (#"path.unicodeScalars.lastIndex(of: "/")"#, false),
            (#"path.utf8.split(separator: UInt8(ascii: "/"))"#, false),
        ]
    )
    func paths(code: String, isBad: Bool) {
        #expect(TidyRules.bannedText(in: file(code)).isEmpty == !isBad)
    }

    @Test("a module is imported only where it may be")
    func imports() {
        #expect(TidyRules.imports(in: file("import GRDB")).count == 1)
        #expect(
            TidyRules.imports(
                in: file("internal import GRDB", layer: "Client", target: "ClientCache")
            ).isEmpty
        )
    }

    @Test("a long file and a long function are found")
    func lengths() {
        let body = String(repeating: "        work()\n", count: 80)
        let long = file("struct S {\n    func f() {\n\(body)    }\n}\n")
        #expect(TidyRules.functionLengths(in: long).count == 1)
        #expect(TidyRules.functionLengths(in: file("func f() {\n    work()\n}\n")).isEmpty)
        #expect(TidyRules.length(of: file(String(repeating: "\n", count: 600))).count == 1)
        #expect(TidyRules.length(of: file("\n")).isEmpty)
    }

    @Test("what silences the compiler needs a reason")
    func safety() {
        let bare = TidyRules.safetyNotes(in: file("final class C: @unchecked Sendable {}"))
        #expect(bare.findings.count == 1)
        let explained = TidyRules.safetyNotes(
            in: file("// SAFETY: the mutex guards it.\nfinal class C: @unchecked Sendable {}")
        )
        #expect(explained.findings.isEmpty)
        #expect(explained.count == 1)
    }

    @Test(
        "an ignored error needs a reason on its line, just above or below, and nowhere else",
        arguments: [
            ("let a = try? read()", true), ("// It may be gone.\nlet a = try? read()", false),
            ("let a = try? read()  // It may be gone.", false),
            ("/// The file.\nlet a = try? read()", true), ("// Do not try? here.", false),
            ("let entry? = next", false), ("// Far.\n\n\n\nlet a = try? read()", true),
        ]
    )
    func ignoredErrors(code: String, isBad: Bool) {
        #expect(TidyRules.ignoredErrors(in: file(code)).isEmpty == !isBad)
        #expect(TidyRules.ignoredErrors(in: file(code, layer: "Simulation")).isEmpty)
    }

    @Test(
        "a summary that is too short or a riddle is found",
        arguments: [
            ("When it has.", true), ("What stands there is a balance.", true),
            ("Makes the request.", true), ("The bank's `Instant`.", true),
            ("Whether it is open, in the eyes of the bank.", true), ("", true),
            ("Cause of the latest link failure.", false), ("True if the record is open.", false),
            ("Returns nil when curl cannot allocate the handle.", false),
            ("Whatever the user typed, masked.", false),
        ]
    )
    func summaries(text: String, isBad: Bool) {
        #expect((SummaryRules.fault(of: text) != nil) == isBad)
    }

    @Test("a summary is the first paragraph of a comment, however many lines it has")
    func summaryPlaces() {
        let summaries = SummaryRules.summaries(
            in: file(
                "/// One\n/// two.\n///\n/// Three.\nlet a = 1\n    /// Four.\n    let b = 2\n"
            )
        )
        #expect(summaries.map(\.text) == ["One two.", "Four."])
        #expect(summaries.map(\.line) == [0, 5])
    }

    @Test("a type's properties and lines are counted over all its files, and a nested type's apart")
    func typeSizes() {
        let first = """
            public struct A: Sendable {
                public let one: Int
                private(set) var two = 0
                var three: Int { one }
                var four: Int = 4 {
                    didSet { two += 1 }
                }
                static let five = 5
                @Guarded var six: Int
                func seven() {
                    let eight = 8
                }
                enum B { case nine }
                final class C {
                    var ten: [Int] = { [10] }()
                }
            }
            """
        let second = "extension A {\n    var eleven: Int { 11 }\n}\nextension A.C {\n}\n"
        let sizes = TypeSizes([file(first), file(second)]).sizes
        #expect(sizes["MoneyCore.A"] == TypeSizes.Size(properties: 4, lines: 16))
        #expect(sizes["MoneyCore.A.B"] == TypeSizes.Size(properties: 0, lines: 1))
        #expect(sizes["MoneyCore.A.C"] == TypeSizes.Size(properties: 1, lines: 5))
    }

    @Test("the list of known types only shrinks")
    func knownTypes() {
        let properties = (1...21).map { "    let p\($0): Int\n" }.joined()
        let sizes = TypeSizes([file("struct A {\n\(properties)}\n")])
        let name = "MoneyCore.A"
        func findings(_ properties: Int, _ lines: Int) -> String {
            let known = [name: TypeSizes.Size(properties: properties, lines: lines)]
            return sizes.findings(known: known).joined()
        }
        #expect(sizes.findings(known: [:]).joined().contains("split it"))
        #expect(findings(21, 23).isEmpty)
        #expect(findings(20, 23).contains("grew"))
        #expect(findings(21, 24).contains("Lower the size of MoneyCore.A to"))
        #expect(TypeSizes([]).findings(known: [name: .init()]).joined().contains("Remove"))
    }
}
