import Foundation

/// A file of the project, with its path from the top folder.
struct SourceFile {
    let path: String
    let text: String
    let lines: [Substring]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        // By bytes: to split millions of characters takes a debug build seconds.
        lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map(Substring.init)
    }

    /// `Sources/<Layer>/<Target>/…`: the layer.
    var layer: String? { component(1) }

    /// `Sources/<Layer>/<Target>/…`: the target.
    var target: String? { component(2) }

    var isSource: Bool { path.hasPrefix("Sources/") }

    private func component(_ index: Int) -> String? {
        let parts = path.split(separator: "/")
        return parts.count > index + 1 ? String(parts[index]) : nil
    }
}

/// The project's own files.
enum SourceTree {
    static let top: URL = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in
        url.deletingLastPathComponent()
    }

    static func files(below folders: [String], ending suffix: String) throws -> [SourceFile] {
        try folders.flatMap { folder in
            let base = top.appending(path: folder)
            let names = try FileManager.default.subpathsOfDirectory(atPath: base.path)
            return try names.filter { $0.hasSuffix(suffix) }.sorted().map { name in
                let url = base.appending(path: name)
                return SourceFile(
                    path: "\(folder)/\(name)",
                    text: try String(contentsOf: url, encoding: .utf8)
                )
            }
        }
    }

    static func swiftSources() throws -> [SourceFile] {
        try sources.get()
    }

    /// Read once: several tests look at each file.
    private static let sources = Result { try files(below: ["Sources"], ending: ".swift") }
}
