import FoundationEssentials
import Testing

/// Texts that were looked at once and must not change unseen.
enum Golden {
    /// Where they are.
    static var folder: String {
        let parts = #filePath.split(separator: "/").dropLast(2)
        return "/" + parts.joined(separator: "/") + "/Goldens"
    }

    /// Expects a text to be the one in a file; writes the file when `UPDATE_SNAPSHOTS` is 1.
    static func expect(
        _ text: String,
        _ name: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let path = "\(folder)/\(name)"
        let actual = text.hasSuffix("\n") ? text : text + "\n"
        if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true
            )
            try Data(actual.utf8).write(to: URL(filePath: path))
            return
        }
        let data = try #require(
            FileManager.default.contents(atPath: path),
            "\(name) is missing; make it with UPDATE_SNAPSHOTS=1 and look at it",
            sourceLocation: sourceLocation
        )
        let expected = String(decoding: data, as: UTF8.self)
        #expect(actual == expected, "\(name) has changed", sourceLocation: sourceLocation)
    }
}
