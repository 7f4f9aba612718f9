import Foundation

/// What the formatter and the compiler cannot say about the sources.
///
/// Each rule takes a file and gives sentences; `TidyRuleTests` shows each a good and a bad file.
enum TidyRules {
    /// Words that must not stand in some layers, and what to use instead.
    struct BannedText {
        let pattern: String
        let layers: Set<String>?
        let instead: String
    }

    static let banned: [BannedText] = [
        BannedText(
            pattern: #"\bDate\(\)|ContinuousClock\(\)|SuspendingClock\(\)"#,
            layers: ["Core", "Wire", "Terminal", "Client", "Server"],
            instead: "a clock that is handed in"
        ),
        BannedText(
            pattern: #"\bUUID\(\)|\.random\(in: [^)\n]*\)$"#,
            layers: ["Core", "Wire", "Terminal"],
            instead: "a random source that is handed in"
        ),
        BannedText(
            pattern: #"\b(Double|Float)\b"#,
            layers: ["Core", "Wire", "Server", "Client"],
            instead: "Money, or a whole number with its unit"
        ),
        BannedText(
            pattern: #"\bprint\("#,
            layers: ["Core", "Wire", "Client", "Server", "Terminal", "Console"],
            instead: "StandardStream or a log port"
        ),
        BannedText(
            pattern: #"\bDispatchQueue\b"#,
            layers: nil,
            instead: "an actor"
        ),
        BannedText(
            pattern: #"\b(precondition|assert|fatalError|preconditionFailure)\("#,
            layers: ["Core", "Wire", "Client", "Server", "Console"],
            instead: "invariant or invariantBroken"
        ),
        BannedText(
            pattern: #"\btry!|\bas!|\bimport Foundation$"#,
            layers: ["Core", "Wire", "Terminal", "Console"],
            instead: "typed throws, as?, FoundationEssentials or Glibc"
        ),
        BannedText(
            pattern: #"\bmkdir\("#,
            layers: ["Client", "Console", "Server"],
            instead: "LocalFolder, whose folders outlive a power cut"
        ),
        BannedText(
            pattern: #"\bF_SETFD\b|\b(dup|pipe|creat|mkstemp|fopen|tmpfile|epoll_create)\("#
                + #"|\bGlibc\.accept\("#
                + #"|\bO_(RDONLY|WRONLY|RDWR)\b"#
                + #"|^(?!.*SOCK_CLOEXEC).*\bSOCK_(STREAM|DGRAM|SEQPACKET)\b"#,
            layers: descriptorLayers,
            instead:
                "OpenFile, or SOCK_CLOEXEC in the call that opens: a child may be forked meanwhile"
        ),
        BannedText(
            pattern: #"(?<!unicodeScalars\.)\b(split\(separator: |(first|last)Index\(of: )"/""#,
            layers: pathLayers,
            instead: "the scalars of the path: to Swift a mark makes another character of a slash"
        ),
        BannedText(pattern: #"\b(FIXME|TODO)\b"#, layers: nil, instead: "an issue"),
    ]

    /// The layers of which no descriptor may stay open in a program that is started.
    private static let descriptorLayers: Set<String> = [
        "System", "Terminal", "Client", "Console", "Server",
    ]

    /// The layers in which no name of a path may hide the slash before it.
    private static let pathLayers: Set<String> = [
        "System", "Core", "Wire", "Client", "Console", "Server",
    ]

    /// The layers that only tests and measurements use: what goes wrong there shows in their results.
    private static let layersOfTests: Set<String> = ["Simulation", "Support"]

    /// Modules that only some targets may import.
    static let importers: [String: Set<String>] = [
        "CNcurses": ["TerminalCurses"],
        "CPseudoTerminal": ["PseudoTerminal"],
        "COpenSSL": ["Cryptography", "Certificates"],
        "GRDB": ["LedgerStoreSQLite", "ClientCache", "counterfoil-bench"],
        "ArgumentParser": [
            "counterfoil", "counterfoild", "counterfoildTests", "simulate", "counterfoil-bench",
        ],
        "CAllocator": ["counterfoil"],
        "CSQLite": ["LedgerStoreSQLite", "counterfoil-bench"],
        "CLibcurl": ["ClientTransport"],
        "SystemPackage": ["LocalFiles"],
        "CLibssl": ["ClientTransportTests"],
        "CTaskHooks": ["SimulationKit"],
        "CVterm": ["PseudoTerminal"],
        "HummingbirdCore": ["LedgerHTTP"],
        "NIOHTTPTypes": ["LedgerHTTP"],
        "NIOTLS": ["LedgerHTTP"],
        "NIOCore": ["LedgerHTTP", "LedgerHTTPTests"],
        "NIOPosix": ["LedgerHTTP", "LedgerHTTPTests"],
        "NIOHTTP1": ["LedgerHTTP", "LedgerHTTPTests"],
        "NIOSSL": ["LedgerHTTP", "LedgerHTTPTests"],
    ]

    static let fileLineLimit = 500
    static let functionLineLimit = 70
    /// Places where the compiler is told that something is safe; only ever make it smaller.
    static let safetyNoteLimit = 60
    /// Errors that are ignored without a reason; only ever make it smaller.
    static let ignoredErrorLimit = 0
    /// A statement may begin some lines above its `try?`, and its reason stands above it.
    private static let reasonDistance = 3

    static func bannedText(in file: SourceFile) -> [String] {
        // CoreVocabulary is where invariant itself is made.
        if file.path.hasSuffix("CoreVocabulary/Invariant.swift") { return [] }
        let layer = file.layer ?? ""
        let code = SourceFile(path: file.path, text: withoutComments(file.text))
        // The whole file is searched first: few files have anything to name line by line.
        return banned.filter { rule in
            rule.layers?.contains(layer) != false && has("(?m)\(rule.pattern)", code.text)
        }.flatMap { rule in
            code.lines.enumerated().filter { has(rule.pattern, $1) }.map { number, _ in
                "\(file.path):\(number + 1): use \(rule.instead)."
            }
        }
    }

    static func imports(in file: SourceFile) -> [String] {
        file.lines.compactMap { line in
            guard let module = importedModule(line), let allowed = importers[module],
                let target = file.target, !allowed.contains(target)
            else { return nil }
            return "\(file.path): \(target) must not import \(module)."
        }
    }

    static func length(of file: SourceFile) -> [String] {
        file.lines.count > fileLineLimit
            ? ["\(file.path): \(file.lines.count) lines; the limit is \(fileLineLimit)."] : []
    }

    /// Finds functions by their indentation: from `func` or `init` to the brace below its column.
    static func functionLengths(in file: SourceFile) -> [String] {
        var findings: [String] = []
        var start: (line: Int, indent: Int)?
        for (number, line) in file.lines.enumerated() {
            let indent = line.utf8.prefix { $0 == UInt8(ascii: " ") }.count
            let code = line.dropFirst(indent)
            if start == nil, has(#"^([a-z@]+(\([a-z]+\))? )*(func |init[?(<])"#, code) {
                // The requirement of a protocol has no body, and ends where the next one begins.
                start = code.hasSuffix("}") ? nil : (number, indent)
            } else if let open = start, indent == open.indent, code.hasPrefix("}") {
                let count = number - open.line + 1
                if count > functionLineLimit {
                    findings.append(
                        "\(file.path):\(open.line + 1): a function of \(count) lines; "
                            + "the limit is \(functionLineLimit)."
                    )
                }
                start = nil
            } else if let open = start, indent <= open.indent, code.hasPrefix("func ") {
                start = code.hasSuffix("}") ? nil : (number, indent)
            }
        }
        return findings
    }

    /// Every place that silences the compiler says why it is safe, on its line, just above or below.
    static func safetyNotes(in file: SourceFile) -> (findings: [String], count: Int) {
        var findings: [String] = []
        var count = 0
        let pattern = #"@unchecked Sendable|nonisolated\(unsafe\)|@preconcurrency|\bunsafe "#
        let lines = file.lines
        let code = SourceFile(path: file.path, text: withoutComments(file.text))
        guard has(pattern, code.text) else { return ([], 0) }
        for (number, line) in code.lines.enumerated() where has(pattern, line) {
            count += 1
            let near = lines[max(0, number - 6)...min(number + 1, lines.count - 1)].joined(
                separator: "\n"
            )
            if !near.contains("SAFETY:") {
                findings.append("\(file.path):\(number + 1): say why it is safe: // SAFETY: …")
            }
        }
        return (findings, count)
    }

    /// Every `try?` has a comment that says why its error can be ignored, on its line, just above or below.
    static func ignoredErrors(in file: SourceFile) -> [String] {
        if let layer = file.layer, layersOfTests.contains(layer) { return [] }
        let code = SourceFile(path: file.path, text: withoutComments(file.text))
        guard code.text.contains("try?") else { return [] }
        return code.lines.enumerated().filter { has(#"\btry\?"#, $1) }.compactMap { number, _ in
            let last = min(number + 1, file.lines.count - 1)
            let near = file.lines[max(0, number - reasonDistance)...last]
            return near.contains { has(#"(^|[^/])//[^/]"#, $0) }
                ? nil : "\(file.path):\(number + 1): say why this error can be ignored: // …"
        }
    }

    static func importedModule(_ line: Substring) -> String? {
        let words = line.split(separator: " ")
        guard let index = words.firstIndex(of: "import"), index <= 1, words.count > index + 1,
            words[..<index].allSatisfy({
                ["public", "internal", "private", "@testable"].contains($0)
            })
        else { return nil }
        return String(words[index + 1])
    }

    private static func withoutComments(_ text: String) -> String {
        text.replacingOccurrences(of: "//[^\n]*", with: "", options: .regularExpression)
    }

    private static func has(_ pattern: String, _ code: some StringProtocol) -> Bool {
        code.range(of: pattern, options: .regularExpression) != nil
    }
}
