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
}
