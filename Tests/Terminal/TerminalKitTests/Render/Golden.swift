import FoundationEssentials
import Testing

@testable import TerminalKit

/// Compares frames with the ones in Goldens/*.screen, which people have looked at.
///
/// A changed screen fails its test. To accept it, run the tests once with UPDATE_SNAPSHOTS=1 and
/// read the difference before committing it; where CI is set, nothing is accepted.
enum Golden {
    /// Fails unless the frame is the one in the file of that name.
    static func expect(
        _ frame: Frame,
        named name: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let text = describe(frame)
        let path = folder + name + ".screen"
        let environment = ProcessInfo.processInfo.environment
        if environment["UPDATE_SNAPSHOTS"] == "1", environment["CI"] == nil {
            try Data(text.utf8).write(to: URL(filePath: path))
        }
        let data = try? Data(contentsOf: URL(filePath: path))
        let wanted = data.map { String(decoding: $0, as: UTF8.self) }
        #expect(
            text == wanted,
            "\(name) differs; UPDATE_SNAPSHOTS=1 accepts it.\n\(text)",
            sourceLocation: sourceLocation
        )
    }

    private static let folder =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
        .joined(separator: "/") + "/Goldens/"

    private static func describe(_ frame: Frame) -> String {
        let sight = frame.isCursorVisible ? "visible" : "hidden"
        return """
            \(frame.size), cursor \(frame.cursor.x),\(frame.cursor.y) \(sight)
            --- text
            \(frame.textPlane)
            --- roles
            \(frame.rolePlane)
            --- grounds
            \(frame.groundPlane)

            """
    }
}
